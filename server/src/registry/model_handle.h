// An instance of a model, as the plugin made it.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <utility>

#include "madad/abi/plugin.h"
#include "registry/contain.h"
#include "registry/session.h"

namespace madad::registry {

// A model, shared by all of its instances.
struct LoadedModel {
  std::string id;
  std::shared_ptr<Session> session;
  // Calls that were given up and have not returned: the model is refused while there are any.
  std::atomic<int> stuck = 0;
};

// Owns a plugin's instance and holds its library. Destroyed once nothing of the instance's runs.
class ModelHandle {
 public:
  ModelHandle(std::shared_ptr<LoadedModel> model, madad_instance* instance)
      : model_(std::move(model)), instance_(instance) {}
  ModelHandle(const ModelHandle&) = delete;
  ModelHandle& operator=(const ModelHandle&) = delete;
  ~ModelHandle() {
    const Session& session = *model_->session;
    const absl::Status destroyed =
        Contain("destroy()", [&] { session.functions().destroy(instance_); });
    if (!destroyed.ok()) session.host().Log(LogLevel::kError, std::string(destroyed.message()));
  }

  madad_instance* get() const { return instance_; }
  LoadedModel& model() const { return *model_; }
  const std::shared_ptr<LoadedModel>& shared_model() const { return model_; }
  const Session& session() const { return *model_->session; }

 private:
  const std::shared_ptr<LoadedModel> model_;
  madad_instance* const instance_;
};

}  // namespace madad::registry
