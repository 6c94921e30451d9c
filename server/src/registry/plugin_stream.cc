#include "registry/plugin_stream.h"

#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"

#include "core/status.h"
#include "registry/contain.h"
#include "registry/errors.h"
#include "registry/model_call.h"

namespace madad::registry {

// Shared with the thread that is in the plugin, which may outlive who reads. In this order, so that
// what the stream gave goes before the stream, and that before the library that its code is in.
struct PluginStream::State {
  std::shared_ptr<ModelHandle> handle;
  std::string output;
  core::ArrowStream stream;
  ArrowSchema schema{};
  ArrowArray batch{};
  absl::Status status;  // of the last call

  State(std::shared_ptr<ModelHandle> of, std::string name, core::ArrowStream made)
      : handle(std::move(of)), output(std::move(name)), stream(std::move(made)) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (schema.release != nullptr) schema.release(&schema);
    if (batch.release != nullptr) batch.release(&batch);
  }

  // What the stream says of its failure.
  absl::Status Failed(int code) {
    ArrowArrayStream& raw = *stream.get();
    std::string text;
    Contain("a stream's get_last_error()", [&] {
      const char* said = raw.get_last_error == nullptr ? nullptr : raw.get_last_error(&raw);
      if (said != nullptr) text = ReadableText(std::string_view(said).substr(0, 480));
    }).IgnoreError();
    return LoadError(absl::StatusCode::kInternal, kModelOutputInvalid,
                     absl::StrCat("its output '", output, "' failed while it was read: ",
                                  text.empty() ? absl::StrCat("error ", code) : text),
                     {{"output", output}});
  }
};

PluginStream::PluginStream(std::shared_ptr<ModelHandle> handle, core::ArrowStream stream,
                           std::string output, core::CallContext call)
    : state_(std::make_shared<State>(std::move(handle), std::move(output), std::move(stream))),
      call_(std::move(call)) {}

PluginStream::~PluginStream() = default;

absl::Status PluginStream::GetSchema(ArrowSchema* out) {
  *out = {};
  ArrowArrayStream& raw = *state_->stream.get();
  if (raw.release == nullptr || raw.get_schema == nullptr || raw.get_next == nullptr) {
    return LoadError(absl::StatusCode::kInternal, kModelOutputInvalid,
                     absl::StrCat("it gave no stream for its output '", state_->output, "'"),
                     {{"output", state_->output}});
  }
  MADAD_RETURN_IF_ERROR(Call("a stream's get_schema()", [](State& state) {
    const int code = state.stream.get()->get_schema(state.stream.get(), &state.schema);
    if (code != 0) state.schema = {};  // none was given
    return code;
  }));
  *out = std::exchange(state_->schema, {});
  return absl::OkStatus();
}

absl::Status PluginStream::GetNext(ArrowArray* out) {
  *out = {};
  MADAD_RETURN_IF_ERROR(Call("a stream's get_next()", [](State& state) {
    const int code = state.stream.get()->get_next(state.stream.get(), &state.batch);
    if (code != 0) state.batch = {};  // none was given
    return code;
  }));
  *out = std::exchange(state_->batch, {});
  return absl::OkStatus();
}

absl::Status PluginStream::Call(const char* function, int (*body)(State&)) {
  if (state_ == nullptr) {
    return LoadError(absl::StatusCode::kDeadlineExceeded, kModelStuck,
                     "the stream was given up: a call of it did not return", {});
  }
  const auto state = state_;
  const auto end = std::make_shared<CallEnd>(state->handle->shared_model());
  const absl::Status returned = CallModel(
      end, function,
      [state, function, body] {
        int code = 0;
        state->status = Contain(
            function, [&] { code = body(*state); }, kModelThrew);
        if (!state->status.ok()) {
          state->schema = {};
          state->batch = {};
        } else if (code != 0) {
          state->status = state->Failed(code);
        }
      },
      call_);
  // Whatever that thread still does, it does with what it holds.
  if (!returned.ok()) state_ = nullptr;
  return returned.ok() ? state->status : returned;
}

}  // namespace madad::registry
