// One loaded plugin, from its file to what it declares.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "core/metric.h"
#include "registry/description.h"
#include "registry/host.h"

namespace madad::registry {

class Session;

struct PluginInfo {
  std::string id;
  std::string version;
  std::filesystem::path path;
  std::string sdk_version;  // empty when the plugin was written without the SDK
  uint32_t abi_major = 0;
  uint32_t abi_minor = 0;
  std::string sha256;  // of the file's bytes that were loaded, in hexadecimal
};

// A plugin's code and what it declares, as of one reading of its file. Closes the plugin and
// unloads it when destroyed, unless somebody holds its session: nothing of the plugin's may outlive
// that. metrics(), dimensions() and models() are copies.
class Generation {
 public:
  // Reads, checks, loads and opens the plugin, and reads its description. None of its code runs
  // before its manifest has been accepted.
  // `seen`, when given, gets what was found out about the file, also when it cannot be loaded.
  // Errors: those of every step, with the path before and a reason of errors.h attached.
  static absl::StatusOr<Generation> Load(const std::filesystem::path& path, const Options& options,
                                         PluginInfo* seen = nullptr);

  Generation(Generation&&) noexcept;
  Generation& operator=(Generation&&) noexcept;
  ~Generation();

  const PluginInfo& info() const { return info_; }
  const std::vector<core::MetricDefinition>& metrics() const { return description_.metrics; }
  const std::vector<core::DimensionDefinition>& dimensions() const {
    return description_.dimensions;
  }
  const std::vector<DescribedModel>& models() const { return description_.models; }
  const std::shared_ptr<Session>& session() const { return session_; }

 private:
  static absl::StatusOr<Generation> LoadSteps(PluginInfo& info, const Options& options);

  Generation(PluginInfo info, std::shared_ptr<Session> session, Description description);

  PluginInfo info_;
  std::shared_ptr<Session> session_;
  Description description_;
};

}  // namespace madad::registry
