#include "adapters/duckdb/byte_stream.h"

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

absl::Status Broken(std::string_view what) {
  return core::Error(absl::StatusCode::kDataLoss, what, {"FILE_INVALID", {}, ""});
}

class PlainBytes : public ByteStream {
 public:
  explicit PlainBytes(OpenFile file) : file_(std::move(file)) {}

  absl::StatusOr<size_t> Read(char* out, size_t size) override {
    while (true) {
      const ssize_t count = read(file_.fd(), out, size);
      if (count >= 0) return static_cast<size_t>(count);
      if (errno != EINTR) return Broken(core::Cat("cannot be read: ", std::strerror(errno)));
    }
  }

 private:
  OpenFile file_;
};

// What decompressors share: a buffer of compressed bytes that is refilled.
class CompressedBytes : public ByteStream {
 public:
  explicit CompressedBytes(OpenFile file) : input_(std::move(file)), buffer_(1 << 16) {}

 protected:
  // Reads the next compressed bytes; 0 at the end.
  absl::StatusOr<size_t> Refill() { return input_.Read(buffer_.data(), buffer_.size()); }
  char* data() { return buffer_.data(); }

 private:
  PlainBytes input_;
  std::vector<char> buffer_;
};

class GzipBytes : public CompressedBytes {
 public:
  explicit GzipBytes(OpenFile file) : CompressedBytes(std::move(file)) {
    constexpr int kGzipOnly = 15 + 16;
    inflateInit2(&stream_, kGzipOnly);
  }
  ~GzipBytes() override { inflateEnd(&stream_); }
  GzipBytes(const GzipBytes&) = delete;
  GzipBytes& operator=(const GzipBytes&) = delete;

  absl::StatusOr<size_t> Read(char* out, size_t size) override {
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out = static_cast<uInt>(size);
    while (stream_.avail_out == size) {
      if (stream_.avail_in == 0) {
        MADAD_ASSIGN_OR_RETURN(const size_t count, Refill());
        if (count == 0 && in_member_) return Broken("the gzip data is cut off");
        if (count == 0) return 0;
        stream_.next_in = reinterpret_cast<Bytef*>(data());
        stream_.avail_in = static_cast<uInt>(count);
      }
      in_member_ = true;
      const int state = inflate(&stream_, Z_NO_FLUSH);
      if (state == Z_STREAM_END) {
        // Files that were put one after another are one file.
        in_member_ = false;
        inflateReset(&stream_);
      } else if (state != Z_OK && state != Z_BUF_ERROR) {
        return Broken(core::Cat("the gzip data is broken: ",
                                stream_.msg == nullptr ? "not gzip" : stream_.msg));
      }
    }
    return size - stream_.avail_out;
  }

 private:
  z_stream stream_{};
  bool in_member_ = false;
};

class ZstdBytes : public CompressedBytes {
 public:
  explicit ZstdBytes(OpenFile file)
      : CompressedBytes(std::move(file)), stream_(ZSTD_createDStream(), ZSTD_freeDStream) {}

  absl::StatusOr<size_t> Read(char* out, size_t size) override {
    ZSTD_outBuffer output{out, size, 0};
    while (output.pos == 0) {
      if (input_.pos == input_.size) {
        MADAD_ASSIGN_OR_RETURN(const size_t count, Refill());
        if (count == 0 && in_frame_) return Broken("the zstd data is cut off");
        if (count == 0) return 0;
        input_ = {data(), count, 0};
      }
      const size_t left = ZSTD_decompressStream(stream_.get(), &output, &input_);
      if (ZSTD_isError(left) != 0) {
        return Broken(core::Cat("the zstd data is broken: ", ZSTD_getErrorName(left)));
      }
      in_frame_ = left != 0;
    }
    return output.pos;
  }

 private:
  std::unique_ptr<ZSTD_DStream, size_t (*)(ZSTD_DStream*)> stream_;
  ZSTD_inBuffer input_{nullptr, 0, 0};
  bool in_frame_ = false;
};

}  // namespace

std::unique_ptr<ByteStream> OpenBytes(OpenFile file, Compression compression) {
  switch (compression) {
    case Compression::kGzip:
      return std::make_unique<GzipBytes>(std::move(file));
    case Compression::kZstd:
      return std::make_unique<ZstdBytes>(std::move(file));
    default:
      return std::make_unique<PlainBytes>(std::move(file));
  }
}

}  // namespace madad::adapters::duckdb
