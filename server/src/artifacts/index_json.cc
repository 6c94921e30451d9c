#include "artifacts/index_json.h"

#include <exception>
#include <utility>

#include "absl/time/time.h"
#include "nlohmann/json.hpp"

#include "core/text.h"

namespace madad::artifacts {
namespace {

using core::ArtifactVersion;
using nlohmann::json;

constexpr int kFormat = 1;

json ToJson(const IndexEntry& entry) {
  const ArtifactVersion& version = entry.version;
  return {{"number", version.number},
          {"digest", version.digest},
          {"size", version.size},
          {"report", version.report},
          {"replaces", version.replaces},
          {"reason", version.reason},
          {"trained_at_us", absl::ToUnixMicros(version.trained_at)},
          {"snapshot", version.snapshot},
          {"trained_from", version.trained_from},
          {"model", version.model},
          {"plugin_version", version.plugin_version},
          {"parameters", version.parameters},
          {"has_served", entry.has_served}};
}

IndexEntry EntryOf(const json& object) {
  IndexEntry entry;
  ArtifactVersion& version = entry.version;
  version.number = object.at("number").get<int64_t>();
  version.digest = object.at("digest").get<std::string>();
  version.size = object.at("size").get<int64_t>();
  version.report = object.at("report").get<std::string>();
  version.replaces = object.at("replaces").get<bool>();
  version.reason = object.at("reason").get<std::string>();
  version.trained_at = absl::FromUnixMicros(object.at("trained_at_us").get<int64_t>());
  version.snapshot = object.at("snapshot").get<std::string>();
  version.trained_from = object.at("trained_from").get<std::string>();
  version.model = object.at("model").get<std::string>();
  version.plugin_version = object.at("plugin_version").get<std::string>();
  version.parameters = object.at("parameters").get<std::string>();
  entry.has_served = object.at("has_served").get<bool>();
  return entry;
}

bool IsDigest(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Errors: what no index says. A digest becomes a file's name.
absl::Status Check(const ArtifactIndex& index) {
  int64_t above = index.next;
  for (const IndexEntry& entry : index.entries) {
    const ArtifactVersion& version = entry.version;
    if (!IsDigest(version.digest)) {
      return absl::InvalidArgumentError(
          core::Cat("version ", version.number, " has no SHA-256 as its digest"));
    }
    if (version.number < 1 || version.number >= above || version.size < 1) {
      return absl::InvalidArgumentError("its versions are not in order, or one has no bytes");
    }
    above = version.number;
  }
  return absl::OkStatus();
}

}  // namespace

std::string ToJson(std::string_view key, const ArtifactIndex& index) {
  json versions = json::array();
  for (const IndexEntry& entry : index.entries) versions.push_back(ToJson(entry));
  const json whole = {{"format", kFormat},      {"key", std::string(key)},
                      {"next", index.next},     {"serving", index.serving},
                      {"pinned", index.pinned}, {"versions", std::move(versions)}};
  // What a plugin says need not be UTF-8.
  return whole.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

absl::StatusOr<ArtifactIndex> IndexOf(std::string_view key, std::string_view text) {
  try {
    const json whole = json::parse(text);
    if (const int format = whole.at("format").get<int>(); format != kFormat) {
      return absl::InvalidArgumentError(
          core::Cat("its format is ", format, ", this server reads ", kFormat));
    }
    if (const std::string other = whole.at("key").get<std::string>(); other != key) {
      return absl::InvalidArgumentError(core::Cat("it is of '", other, "', not of '", key, "'"));
    }
    ArtifactIndex index;
    index.next = whole.at("next").get<int64_t>();
    index.serving = whole.at("serving").get<int64_t>();
    index.pinned = whole.at("pinned").get<bool>();
    for (const json& entry : whole.at("versions")) index.entries.push_back(EntryOf(entry));
    const absl::Status sound = Check(index);
    if (!sound.ok()) return sound;
    return index;
  } catch (const std::exception& e) {
    return absl::InvalidArgumentError(core::Cat("it cannot be read: ", e.what()));
  }
}

}  // namespace madad::artifacts
