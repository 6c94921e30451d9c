#include "registry/checked_stream.h"

#include <cerrno>
#include <string>
#include <utility>

#include "registry/check_batch.h"
#include "registry/plugin_stream.h"

namespace madad::registry {
namespace {

// Owns a schema.
struct Schema {
  ArrowSchema value{};
  Schema() = default;
  Schema(const Schema&) = delete;
  Schema& operator=(const Schema&) = delete;
  ~Schema() {
    if (value.release != nullptr) value.release(&value);
  }
};

class CheckedStream {
 public:
  CheckedStream(std::shared_ptr<ModelHandle> handle, core::ArrowStream stream,
                core::ModelOutput output, const core::CallContext& call)
      : stream_(std::move(handle), std::move(stream), output.name, call),
        output_(std::move(output)) {}

  absl::Status Open() {
    MADAD_RETURN_IF_ERROR(stream_.GetSchema(&schema_.value));
    return CheckSchema(schema_.value, output_);
  }

  static core::ArrowStream Export(std::unique_ptr<CheckedStream> stream) {
    ArrowArrayStream raw = {&GetSchema, &GetNext, &GetLastError, &Release, stream.release()};
    return core::ArrowStream(&raw);
  }

 private:
  static CheckedStream& Of(ArrowArrayStream* stream) {
    return *static_cast<CheckedStream*>(stream->private_data);
  }
  static int GetSchema(ArrowArrayStream* stream, ArrowSchema* out) {
    return Of(stream).Say(Of(stream).stream_.GetSchema(out));
  }
  static int GetNext(ArrowArrayStream* stream, ArrowArray* out) {
    return Of(stream).Say(Of(stream).Next(out));
  }
  static const char* GetLastError(ArrowArrayStream* stream) { return Of(stream).error_.c_str(); }
  static void Release(ArrowArrayStream* stream) {
    delete &Of(stream);
    *stream = {};
  }

  absl::Status Next(ArrowArray* out) {
    MADAD_RETURN_IF_ERROR(stream_.GetNext(out));
    if (out->release == nullptr) return absl::OkStatus();
    const absl::Status status = CheckBatch(*out, schema_.value, output_);
    if (!status.ok()) out->release(out);
    return status;
  }

  int Say(const absl::Status& status) {
    if (status.ok()) return 0;
    error_ = std::string(status.message());
    return EIO;
  }

  PluginStream stream_;
  Schema schema_;  // goes before the stream, which holds the library
  const core::ModelOutput output_;
  std::string error_;
};

}  // namespace

absl::StatusOr<core::ArrowStream> Checked(core::ArrowStream stream, const core::ModelOutput& output,
                                          std::shared_ptr<ModelHandle> handle,
                                          const core::CallContext& call) {
  auto checked =
      std::make_unique<CheckedStream>(std::move(handle), std::move(stream), output, call);
  MADAD_RETURN_IF_ERROR(checked->Open());
  return CheckedStream::Export(std::move(checked));
}

}  // namespace madad::registry
