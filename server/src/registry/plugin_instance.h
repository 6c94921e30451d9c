// A configured model of a plugin.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "core/model.h"
#include "registry/model_handle.h"
#include "registry/model_run.h"

namespace madad::registry {

class PluginInstance : public core::ModelInstance {
 public:
  PluginInstance(std::shared_ptr<ModelHandle> handle, core::ModelShape shape,
                 std::string parameters)
      : handle_(std::move(handle)), shape_(std::move(shape)), parameters_(std::move(parameters)) {}

  const core::ModelShape& shape() const override { return shape_; }
  const std::string& parameters() const override { return parameters_; }
  // Errors: also INTERNAL (MODEL_OUTPUT_INVALID) for what is not as the shape says.
  absl::StatusOr<std::vector<core::ArrowStream>> Compute(std::vector<core::ArrowStream> inputs,
                                                         const core::ModelCall& call) override;
  // Errors: also INTERNAL (MODEL_OUTPUT_INVALID) for an artifact or a report that is none.
  absl::StatusOr<core::TrainedModel> Train(std::vector<core::ArrowStream> inputs,
                                           core::ArtifactBytes previous,
                                           const core::ModelCall& call) override;
  absl::StatusOr<std::vector<core::ArrowStream>> Apply(core::ArtifactBytes artifact,
                                                       std::vector<core::ArrowStream> inputs,
                                                       const core::ModelCall& call) override;

 private:
  // Calls `function` and returns the streams that it made, `outputs` of them, unchecked.
  absl::StatusOr<std::vector<core::ArrowStream>> Call(const char* name, PluginFunction function,
                                                      std::vector<core::ArrowStream> inputs,
                                                      size_t outputs, const core::ModelCall& call);
  // The same of all outputs, checked.
  absl::StatusOr<std::vector<core::ArrowStream>> MakeTables(const char* name,
                                                            PluginFunction function,
                                                            std::vector<core::ArrowStream> inputs,
                                                            const core::ModelCall& call);

  const std::shared_ptr<ModelHandle> handle_;
  const core::ModelShape shape_;
  const std::string parameters_;
};

}  // namespace madad::registry
