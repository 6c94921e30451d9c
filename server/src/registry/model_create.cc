#include "registry/model_create.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "registry/contain.h"
#include "registry/errors.h"
#include "registry/model_call.h"
#include "registry/names.h"
#include "registry/read_shape.h"

namespace madad::registry {
namespace {

// The making of an instance: shared by who waits for it and by the thread that is in the plugin.
class Making {
 public:
  Making(std::shared_ptr<LoadedModel> model, std::string parameters)
      : model_(std::move(model)), parameters_(std::move(parameters)) {}

  // Calls the plugin. Throws nothing.
  void Execute() { made_ = Make(); }

  // Once that has returned.
  absl::StatusOr<MadeInstance> Take() { return std::move(made_); }

 private:
  absl::StatusOr<MadeInstance> Make() {
    MADAD_ASSIGN_OR_RETURN(std::shared_ptr<ModelHandle> handle, Create());
    MADAD_ASSIGN_OR_RETURN(const std::string json, ShapeOf(*handle));
    MADAD_ASSIGN_OR_RETURN(core::ModelShape shape, ParseShape(json));
    if (shape.trained && handle->session().artifact() == nullptr) {
      return LoadError(absl::StatusCode::kInvalidArgument, kModelShapeInvalid,
                       absl::StrCat("its shape says that it is trained, and the plugin has no "
                                    "extension ",
                                    MADAD_EXT_ARTIFACT));
    }
    return MadeInstance{std::move(handle), std::move(shape)};
  }

  absl::StatusOr<std::shared_ptr<ModelHandle>> Create() {
    const Session& session = *model_->session;
    madad_error error = EmptyError();
    madad_instance* instance = nullptr;
    int32_t code = MADAD_OK;
    MADAD_RETURN_IF_ERROR(Contain(
        "create()",
        [&] {
          code = session.functions().create(
              session.host().abi(), {model_->id.data(), model_->id.size()},
              {parameters_.data(), parameters_.size()}, &instance, &error);
        },
        kModelThrew));
    if (code != MADAD_OK) {
      const bool config = error.source == MADAD_SOURCE_CONFIG;
      return PluginError("create()", code, error, config ? kParameterInvalid : kModelFailed);
    }
    if (instance == nullptr) {
      return LoadError(absl::StatusCode::kInternal, kModelFailed,
                       "create() succeeded and gave no instance");
    }
    return std::make_shared<ModelHandle>(model_, instance);
  }

  absl::StatusOr<std::string> ShapeOf(const ModelHandle& handle) {
    madad_error error = EmptyError();
    madad_str text = {nullptr, 0};
    int32_t code = MADAD_OK;
    MADAD_RETURN_IF_ERROR(Contain(
        "madad.shape/1 of()",
        [&] { code = handle.session().shape().of(handle.get(), &text, &error); }, kModelThrew));
    if (code != MADAD_OK) {
      return PluginError("madad.shape/1 of()", code, error, kModelShapeInvalid);
    }
    // One byte more than is allowed is enough to see that it is too much.
    return std::string(ViewOf(text).substr(0, kMaxShapeBytes + 1));
  }

  const std::shared_ptr<LoadedModel> model_;
  const std::string parameters_;
  absl::StatusOr<MadeInstance> made_ = absl::InternalError("not made yet");
};

}  // namespace

absl::StatusOr<MadeInstance> MakeInstance(const std::shared_ptr<LoadedModel>& model,
                                          const std::string& parameters) {
  const Options& options = model->session->host().options();
  const core::CallContext call{.deadline = absl::Now() + options.create_timeout};
  const auto making = std::make_shared<Making>(model, parameters);
  MADAD_RETURN_IF_ERROR(CallModel(
      std::make_shared<CallEnd>(model), "create()", [making] { making->Execute(); }, call));
  return making->Take();
}

}  // namespace madad::registry
