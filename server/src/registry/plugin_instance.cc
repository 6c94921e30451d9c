#include "registry/plugin_instance.h"

#include "absl/strings/str_cat.h"

#include "registry/checked_stream.h"
#include "registry/errors.h"
#include "registry/given_up.h"
#include "registry/model_run.h"
#include "registry/own_thread.h"

namespace madad::registry {

absl::Status CheckNotStuck(const LoadedModel& model) {
  if (model.stuck == 0) return absl::OkStatus();
  return LoadError(absl::StatusCode::kUnavailable, kModelStuck,
                   absl::StrCat("the model '", model.id, "' is still in a call that ended long ",
                                "ago; it can be used again when it returns, or after a restart"),
                   {{"model", model.id}});
}

absl::Status GiveUp(const LoadedModel& model, const char* function) {
  KeepForever(model.session);
  const std::string message =
      absl::StrCat(function, " of the model '", model.id, "' did not return within ",
                   absl::FormatDuration(model.session->host().options().model_grace),
                   " of its end; it goes on by itself, and the model is refused until it returns");
  model.session->host().Log(LogLevel::kError, message);
  return LoadError(absl::StatusCode::kDeadlineExceeded, kModelStuck, message,
                   {{"model", model.id}});
}

absl::StatusOr<std::vector<core::ArrowStream>> PluginInstance::Compute(
    std::vector<core::ArrowStream> inputs, const core::ModelCall& call) {
  const LoadedModel& model = handle_->model();
  MADAD_RETURN_IF_ERROR(CheckNotStuck(model));
  const auto run =
      std::make_shared<ModelRun>(handle_, call, std::move(inputs), shape_.outputs.size());
  MADAD_ASSIGN_OR_RETURN(const bool returned,
                         RunOnOwnThread([run] { run->Execute(); }, call.context,
                                        model.session->host().options().model_grace));
  if (!returned && run->Abandon()) return GiveUp(model, "compute()");
  MADAD_ASSIGN_OR_RETURN(std::vector<core::ArrowStream> streams, run->TakeOutputs());
  // What comes too late is not used.
  MADAD_RETURN_IF_ERROR(call.context.Check());
  for (size_t i = 0; i < streams.size(); ++i) {
    MADAD_ASSIGN_OR_RETURN(streams[i], Checked(std::move(streams[i]), shape_.outputs[i], handle_));
  }
  return streams;
}

}  // namespace madad::registry
