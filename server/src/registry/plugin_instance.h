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

 private:
  const std::shared_ptr<ModelHandle> handle_;
  const core::ModelShape shape_;
  const std::string parameters_;
};

}  // namespace madad::registry
