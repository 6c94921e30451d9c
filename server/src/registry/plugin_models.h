// The models of loaded plugins.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "core/model.h"
#include "registry/description.h"
#include "registry/model_handle.h"
#include "registry/session.h"

namespace madad::registry {

// Makes instances of models and runs them: on threads of their own, with everything checked that
// comes back.
class PluginModels : public core::ModelCode {
 public:
  // Adds a model, whose id no other has. Thread: before the others.
  void Add(const DescribedModel& model, std::shared_ptr<Session> session);

  const std::vector<core::ModelDefinition>& models() const override { return definitions_; }
  // Errors: also UNAVAILABLE (MODEL_STUCK) while a call that was given up goes on; what making the
  // instance says; INVALID_ARGUMENT (MODEL_SHAPE_INVALID).
  absl::StatusOr<std::unique_ptr<core::ModelInstance>> Create(std::string_view id,
                                                              std::string_view parameters) override;

 private:
  struct Entry {
    ParameterSchema parameters;
    std::shared_ptr<LoadedModel> model;
  };

  absl::Status Unknown(std::string_view id) const;

  std::vector<core::ModelDefinition> definitions_;
  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace madad::registry
