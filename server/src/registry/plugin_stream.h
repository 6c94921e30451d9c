// A stream that a model made, read without trust.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"

#include "core/adapter.h"
#include "core/query.h"
#include "registry/model_handle.h"

namespace madad::registry {

// Each of its functions is called on a thread of its own: one that does not return is given up, and
// the stream with it. It holds the plugin's library.
class PluginStream {
 public:
  // What follows is part of `call`. `output` names the stream in errors.
  PluginStream(std::shared_ptr<ModelHandle> handle, core::ArrowStream stream, std::string output,
               core::CallContext call);
  PluginStream(const PluginStream&) = delete;
  PluginStream& operator=(const PluginStream&) = delete;
  ~PluginStream();

  // Gives the stream's schema. Errors: INTERNAL (MODEL_OUTPUT_INVALID, with the stream's own
  // words), MODEL_THREW, MODEL_STUCK.
  absl::Status GetSchema(ArrowSchema* out);
  // Gives the next batch; one without `release` when there are no more. Errors: as above.
  absl::Status GetNext(ArrowArray* out);

 private:
  struct State;

  absl::Status Call(const char* function, int (*body)(State&));

  std::shared_ptr<State> state_;
  const core::CallContext call_;
};

}  // namespace madad::registry
