#include "adapters/duckdb/published_tables.h"

#include <cstdint>
#include <string_view>
#include <utility>

#include "absl/strings/str_format.h"

#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

// 64-bit FNV-1a: the same on every machine, so that an id can be compared.
uint64_t Digest(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  }
  return hash;
}

// Puts `loaded` in the place of `held`. False: it keeps the data it had.
bool Replace(TableVersion loaded, TableVersion& held) {
  const bool keeps = !loaded.data.status.ok() && held.data.status.ok() && held.data.lease;
  if (!keeps) {
    held = std::move(loaded);
    return true;
  }
  held.seen = std::move(loaded.seen);
  held.data.newer_version = loaded.data.status;
  return false;
}

}  // namespace

PublishedTables::PublishedTables(std::shared_ptr<const core::Definitions> definitions)
    : definitions_(std::move(definitions)) {
  const std::lock_guard lock(mutex_);
  Publish();
}

void PublishedTables::Install(TableVersions loaded) {
  const std::lock_guard lock(mutex_);
  bool is_new = false;
  for (auto& [name, version] : loaded) {
    is_new = Replace(std::move(version), held_[name]) || is_new;
  }
  if (is_new) ++number_;
  Publish();
}

void PublishedTables::InstallCopy(const std::string& table, const std::string& plain,
                                  core::TableData copy) {
  const std::lock_guard lock(mutex_);
  const auto held = held_.find(table);
  if (held == held_.end() || held->second.data.schema != plain) return;
  copy.newer_version = held->second.data.newer_version;
  held->second.data = std::move(copy);
  Publish();
}

TableVersions PublishedTables::held() const {
  const std::lock_guard lock(mutex_);
  return held_;
}

std::shared_ptr<const core::World> PublishedTables::world() const {
  const std::lock_guard lock(mutex_);
  return world_;
}

void PublishedTables::Publish() {
  auto snapshot = std::make_shared<core::Snapshot>();
  std::string contents;
  for (const auto& [name, version] : held_) {
    core::Append(&contents, name, ":", version.content, "\n");
    core::TableData& data = snapshot->tables.emplace(name, version.data).first->second;
    data.content = version.content;
  }
  snapshot->id = absl::StrFormat("v%d-%08x", number_, Digest(contents) >> 32);
  world_ = std::make_shared<const core::World>(definitions_, std::move(snapshot));
}

}  // namespace madad::adapters::duckdb
