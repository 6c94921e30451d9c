// One computation of a model, on its way through the plugin.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "core/adapter.h"
#include "core/model.h"
#include "madad/abi/plugin.h"
#include "registry/model_call.h"
#include "registry/model_handle.h"

namespace madad::registry {

// A function of the plugin that reads streams and may make some: `compute`, or one like it.
using PluginFunction =
    std::function<int32_t(madad_instance* instance, const madad_call* call, ArrowArrayStream* in,
                          size_t n_in, ArrowArrayStream* out, size_t n_out, madad_error* error)>;

// What a computation needs and makes. It is shared by who waits for it and by the thread that is in
// the plugin, so that either may be the last.
class ModelRun {
 public:
  // `name` is the function's, for messages. Lifetime: `name` is a literal; what `function` holds
  // may be in use for ever.
  ModelRun(std::shared_ptr<ModelHandle> handle, const char* name, PluginFunction function,
           const core::ModelCall& call, std::vector<core::ArrowStream> inputs, size_t outputs);
  ModelRun(const ModelRun&) = delete;
  ModelRun& operator=(const ModelRun&) = delete;
  // Releases the streams that nobody took.
  ~ModelRun();

  // Calls the plugin. Throws nothing.
  void Execute();

  // Once it is given up, nothing that it says reaches anyone.
  const std::shared_ptr<CallEnd>& end() const { return end_; }

  // Once it has ended: takes the streams that the plugin made.
  // Errors: the plugin's own (MODEL_FAILED), MODEL_THREW.
  absl::StatusOr<std::vector<core::ArrowStream>> TakeOutputs();

 private:
  static int32_t Cancelled(void* ctx) noexcept;
  static void Log(void* ctx, int32_t level, madad_str text) noexcept;
  static void Progress(void* ctx, double fraction, madad_str text) noexcept;
  static void LocalDays(void* ctx, const int64_t* instants, size_t n, int32_t* days) noexcept;

  const std::shared_ptr<ModelHandle> handle_;
  const char* const name_;
  const PluginFunction function_;
  const std::shared_ptr<CallEnd> end_;
  const core::ModelCall call_;  // its `progress` is there while the call is awaited
  const std::string zone_name_;
  madad_call abi_;
  std::vector<ArrowArrayStream> in_;
  std::vector<ArrowArrayStream> out_;
  madad_error error_;
  int32_t code_ = MADAD_OK;
  absl::Status thrown_;
};

}  // namespace madad::registry
