#include "artifacts/index.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"

#include "core/status.h"
#include "core/text.h"

namespace madad::artifacts {
namespace {

using core::ArtifactState;
using core::ArtifactVersion;

IndexEntry* Find(int64_t number, ArtifactIndex& index) {
  for (IndexEntry& entry : index.entries) {
    if (entry.version.number == number) return &entry;
  }
  return nullptr;
}

// The newest that its training judged fit to serve; null: none.
IndexEntry* NewestFit(ArtifactIndex& index) {
  for (IndexEntry& entry : index.entries) {
    if (entry.version.replaces) return &entry;
  }
  return nullptr;
}

absl::Status Unknown(int64_t number, const ArtifactIndex& index) {
  std::vector<int64_t> numbers;
  for (const IndexEntry& entry : index.entries) numbers.push_back(entry.version.number);
  std::string message = number == 0 ? "there is no version that its training judged fit to serve"
                                    : core::Cat("there is no version ", number);
  core::Append(&message, numbers.empty()
                             ? "; nothing was trained yet"
                             : core::Cat("; there are: ", absl::StrJoin(numbers, ", ")));
  return core::Error(absl::StatusCode::kNotFound, message,
                     {"VERSION_UNKNOWN", {{"version", core::Cat(number)}}, "version"});
}

bool Names(const ArtifactIndex& index, const std::string& digest) {
  return std::any_of(index.entries.begin(), index.entries.end(),
                     [&](const IndexEntry& entry) { return entry.version.digest == digest; });
}

}  // namespace

int64_t AddVersion(ArtifactVersion version, ArtifactIndex& index) {
  version.number = index.next++;
  const bool serves = version.replaces && !index.pinned;
  if (serves) index.serving = version.number;
  index.entries.insert(index.entries.begin(), IndexEntry{std::move(version), serves});
  return index.entries.front().version.number;
}

absl::Status ActivateVersion(int64_t number, ArtifactIndex& index) {
  IndexEntry* entry = number == 0 ? NewestFit(index) : Find(number, index);
  if (entry == nullptr) return Unknown(number, index);
  entry->has_served = true;
  index.serving = entry->version.number;
  index.pinned = number != 0 && number != index.entries.front().version.number;
  return absl::OkStatus();
}

std::vector<std::string> ForgetOldest(size_t most, ArtifactIndex& index) {
  std::vector<std::string> forgotten;
  for (size_t i = index.entries.size(); i-- > 0 && index.entries.size() > most;) {
    const ArtifactVersion& version = index.entries[i].version;
    if (version.number == index.serving) continue;
    forgotten.push_back(version.digest);
    index.entries.erase(index.entries.begin() + static_cast<ptrdiff_t>(i));
  }
  std::erase_if(forgotten, [&](const std::string& digest) { return Names(index, digest); });
  return forgotten;
}

core::ArtifactVersions View(const ArtifactIndex& index, const CheckVersion& check) {
  core::ArtifactVersions view{.pinned = index.pinned};
  bool is_served = false;
  for (const IndexEntry& entry : index.entries) {
    ArtifactVersion& version = view.all.emplace_back(entry.version);
    version.status = check(version);
    version.state = entry.has_served ? ArtifactState::kSuperseded : ArtifactState::kKeptBack;
    if (version.number == index.serving) view.damage = version.status;
    // Newest first: an older one takes over from the one that should serve.
    const bool may_serve = entry.has_served && version.number <= index.serving;
    if (is_served || !may_serve || !version.status.ok()) continue;
    version.state = ArtifactState::kServing;
    is_served = true;
  }
  return view;
}

}  // namespace madad::artifacts
