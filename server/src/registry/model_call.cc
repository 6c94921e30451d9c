#include "registry/model_call.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

#include "core/status.h"
#include "registry/errors.h"
#include "registry/given_up.h"
#include "registry/own_thread.h"

namespace madad::registry {
namespace {

// Returns the error of a call that was given up, and keeps the model's library for ever.
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

}  // namespace

void CallEnd::Return() {
  const std::lock_guard lock(mutex_);
  returned_ = true;
  if (given_up_) --model_->stuck;
}

bool CallEnd::GiveUp() {
  const std::lock_guard lock(mutex_);
  if (returned_) return false;
  given_up_ = true;
  ++model_->stuck;
  return true;
}

absl::Status CallModel(const std::shared_ptr<CallEnd>& end, const char* function,
                       std::function<void()> body, const core::CallContext& call) {
  const LoadedModel& model = end->model();
  MADAD_ASSIGN_OR_RETURN(const bool returned,
                         RunOnOwnThread(
                             [end, body = std::move(body)] {
                               body();
                               end->Return();
                             },
                             call, model.session->host().options().model_grace));
  return !returned && end->GiveUp() ? GiveUp(model, function) : absl::OkStatus();
}

absl::Status CheckNotStuck(const LoadedModel& model) {
  if (model.stuck == 0) return absl::OkStatus();
  return LoadError(absl::StatusCode::kUnavailable, kModelStuck,
                   absl::StrCat("the model '", model.id, "' is still in a call that ended long ",
                                "ago; it can be used again when it returns, or after a restart"),
                   {{"model", model.id}});
}

}  // namespace madad::registry
