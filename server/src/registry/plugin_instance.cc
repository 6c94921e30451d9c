#include "registry/plugin_instance.h"

#include "registry/checked_stream.h"
#include "registry/errors.h"
#include "registry/heap_watch.h"
#include "registry/model_call.h"
#include "registry/trained.h"

namespace madad::registry {
namespace {

madad_str ViewOf(const core::ArtifactBytes& bytes) {
  return bytes == nullptr ? madad_str{nullptr, 0} : madad_str{bytes->data(), bytes->size()};
}

}  // namespace

absl::StatusOr<std::vector<core::ArrowStream>> PluginInstance::Call(
    const char* name, PluginFunction function, std::vector<core::ArrowStream> inputs,
    size_t outputs, const core::ModelCall& call) {
  MADAD_RETURN_IF_ERROR(CheckNotStuck(handle_->model()));
  HeapWatch heap(call.context, handle_->session().host().options().model_memory);
  core::ModelCall watched = call;
  watched.context = heap.call();
  const auto run = std::make_shared<ModelRun>(handle_, name, std::move(function), watched,
                                              std::move(inputs), outputs);
  const absl::Status returned = CallModel(
      run->end(), name, [run] { run->Execute(); }, watched.context);
  MADAD_RETURN_IF_ERROR(heap.End());
  MADAD_RETURN_IF_ERROR(returned);
  MADAD_ASSIGN_OR_RETURN(std::vector<core::ArrowStream> streams, run->TakeOutputs());
  // What comes too late is not used.
  MADAD_RETURN_IF_ERROR(call.context.Check());
  return streams;
}

absl::StatusOr<std::vector<core::ArrowStream>> PluginInstance::MakeTables(
    const char* name, PluginFunction function, std::vector<core::ArrowStream> inputs,
    const core::ModelCall& call) {
  MADAD_ASSIGN_OR_RETURN(
      std::vector<core::ArrowStream> streams,
      Call(name, std::move(function), std::move(inputs), shape_.outputs.size(), call));
  for (size_t i = 0; i < streams.size(); ++i) {
    MADAD_ASSIGN_OR_RETURN(
        streams[i], Checked(std::move(streams[i]), shape_.outputs[i], handle_, call.context));
  }
  return streams;
}

absl::StatusOr<std::vector<core::ArrowStream>> PluginInstance::Compute(
    std::vector<core::ArrowStream> inputs, const core::ModelCall& call) {
  return MakeTables("compute()", handle_->session().functions().compute, std::move(inputs), call);
}

absl::StatusOr<std::vector<core::ArrowStream>> PluginInstance::Apply(
    core::ArtifactBytes artifact, std::vector<core::ArrowStream> inputs,
    const core::ModelCall& call) {
  const auto* functions = handle_->session().artifact();
  if (functions == nullptr) return NoArtifacts();
  return MakeTables(
      "apply()",
      [functions, artifact = std::move(artifact)](
          madad_instance* instance, const madad_call* abi_call, ArrowArrayStream* in, size_t n_in,
          ArrowArrayStream* out, size_t n_out, madad_error* error) {
        return functions->apply(instance, abi_call, ViewOf(artifact), in, n_in, out, n_out, error);
      },
      std::move(inputs), call);
}

absl::StatusOr<core::TrainedModel> PluginInstance::Train(std::vector<core::ArrowStream> inputs,
                                                         core::ArtifactBytes previous,
                                                         const core::ModelCall& call) {
  const auto* functions = handle_->session().artifact();
  if (functions == nullptr) return NoArtifacts();
  // Shared with the thread that is in the plugin, which may never come back.
  const auto made =
      std::make_shared<absl::StatusOr<core::TrainedModel>>(absl::InternalError("not made yet"));
  MADAD_RETURN_IF_ERROR(
      Call(
          "train()",
          [functions, previous = std::move(previous), made](
              madad_instance* instance, const madad_call* abi_call, ArrowArrayStream* in,
              size_t n_in, ArrowArrayStream*, size_t, madad_error* error) {
            const madad_trained* trained = nullptr;
            const int32_t code =
                functions->train(instance, abi_call, in, n_in, ViewOf(previous), &trained, error);
            if (code != MADAD_OK) return code;
            *made = CopyOf(trained);
            if (trained != nullptr) functions->release(trained);
            return code;
          },
          std::move(inputs), 0, call)
          .status());
  return std::move(*made);
}

}  // namespace madad::registry
