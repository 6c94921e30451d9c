#include "registry/plugin_instance.h"

#include "registry/checked_stream.h"
#include "registry/heap_watch.h"
#include "registry/model_call.h"
#include "registry/model_run.h"

namespace madad::registry {

absl::StatusOr<std::vector<core::ArrowStream>> PluginInstance::Compute(
    std::vector<core::ArrowStream> inputs, const core::ModelCall& call) {
  MADAD_RETURN_IF_ERROR(CheckNotStuck(handle_->model()));
  HeapWatch heap(call.context, handle_->session().host().options().model_memory);
  core::ModelCall watched = call;
  watched.context = heap.call();
  const auto run =
      std::make_shared<ModelRun>(handle_, watched, std::move(inputs), shape_.outputs.size());
  const absl::Status returned = CallModel(
      run->end(), "compute()", [run] { run->Execute(); }, watched.context);
  MADAD_RETURN_IF_ERROR(heap.End());
  MADAD_RETURN_IF_ERROR(returned);
  MADAD_ASSIGN_OR_RETURN(std::vector<core::ArrowStream> streams, run->TakeOutputs());
  // What comes too late is not used.
  MADAD_RETURN_IF_ERROR(call.context.Check());
  for (size_t i = 0; i < streams.size(); ++i) {
    MADAD_ASSIGN_OR_RETURN(
        streams[i], Checked(std::move(streams[i]), shape_.outputs[i], handle_, call.context));
  }
  return streams;
}

}  // namespace madad::registry
