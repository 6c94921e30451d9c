#include "registry/checked_stream.h"

#include <cerrno>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "registry/check_batch.h"
#include "registry/contain.h"

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
  // In this order, so that the streams go before the library that their code is in.
  CheckedStream(std::shared_ptr<ModelHandle> handle, core::ArrowStream stream,
                core::ModelOutput output)
      : handle_(std::move(handle)), stream_(std::move(stream)), output_(std::move(output)) {}

  absl::Status Open() {
    ArrowArrayStream& raw = *stream_.get();
    if (raw.release == nullptr || raw.get_schema == nullptr || raw.get_next == nullptr) {
      return LoadError(absl::StatusCode::kInternal, kModelOutputInvalid,
                       absl::StrCat("it gave no stream for its output '", output_.name, "'"),
                       {{"output", output_.name}});
    }
    int code = 0;
    MADAD_RETURN_IF_ERROR(Contain(
        "a stream's get_schema()", [&] { code = raw.get_schema(&raw, &schema_.value); },
        kModelThrew));
    if (code != 0) return Failed(code);
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
    CheckedStream& self = Of(stream);
    int code = 0;
    const absl::Status status = Contain("a stream's get_schema()", [&] {
      code = self.stream_.get()->get_schema(self.stream_.get(), out);
    });
    if (!status.ok()) return self.Fail(status);
    return code == 0 ? 0 : self.Fail(self.Failed(code));
  }
  static int GetNext(ArrowArrayStream* stream, ArrowArray* out) {
    CheckedStream& self = Of(stream);
    const absl::Status status = self.Next(out);
    if (status.ok()) return 0;
    return self.Fail(status);
  }
  static const char* GetLastError(ArrowArrayStream* stream) { return Of(stream).error_.c_str(); }
  static void Release(ArrowArrayStream* stream) {
    delete &Of(stream);
    *stream = {};
  }

  absl::Status Next(ArrowArray* out) {
    ArrowArrayStream& raw = *stream_.get();
    *out = {};
    int code = 0;
    MADAD_RETURN_IF_ERROR(Contain(
        "a stream's get_next()", [&] { code = raw.get_next(&raw, out); }, kModelThrew));
    if (code != 0) {
      *out = {};  // none was given
      return Failed(code);
    }
    if (out->release == nullptr) return absl::OkStatus();
    const absl::Status status = CheckBatch(*out, schema_.value, output_);
    if (!status.ok()) out->release(out);
    return status;
  }

  int Fail(const absl::Status& status) {
    error_ = std::string(status.message());
    return EIO;
  }

  // What the stream says of its failure.
  absl::Status Failed(int code) {
    ArrowArrayStream& raw = *stream_.get();
    std::string text;
    Contain("a stream's get_last_error()", [&] {
      const char* said = raw.get_last_error == nullptr ? nullptr : raw.get_last_error(&raw);
      if (said != nullptr) text = ReadableText(std::string_view(said).substr(0, 480));
    }).IgnoreError();
    return LoadError(absl::StatusCode::kInternal, kModelOutputInvalid,
                     absl::StrCat("its output '", output_.name, "' failed while it was read: ",
                                  text.empty() ? absl::StrCat("error ", code) : text),
                     {{"output", output_.name}});
  }

  std::shared_ptr<ModelHandle> handle_;
  core::ArrowStream stream_;
  Schema schema_;
  const core::ModelOutput output_;
  std::string error_;
};

}  // namespace

absl::StatusOr<core::ArrowStream> Checked(core::ArrowStream stream, const core::ModelOutput& output,
                                          std::shared_ptr<ModelHandle> handle) {
  auto checked = std::make_unique<CheckedStream>(std::move(handle), std::move(stream), output);
  MADAD_RETURN_IF_ERROR(checked->Open());
  return CheckedStream::Export(std::move(checked));
}

}  // namespace madad::registry
