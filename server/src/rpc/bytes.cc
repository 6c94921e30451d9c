#include "rpc/bytes.h"

#include "core/status.h"

namespace madad::rpc {

absl::Status Parse(const grpc::ByteBuffer& buffer, google::protobuf::MessageLite& message) {
  grpc::Slice slice;
  bool whole = buffer.TrySingleSlice(&slice).ok();
  if (!whole) whole = buffer.DumpToSingleSlice(&slice).ok();
  if (whole && message.ParseFromArray(slice.begin(), static_cast<int>(slice.size()))) {
    return absl::OkStatus();
  }
  return core::Error(absl::StatusCode::kInvalidArgument,
                     "the request is no well-formed message of this method's type",
                     {"REQUEST_MALFORMED", {}, ""});
}

grpc::Slice ToSlice(const Bytes& bytes) {
  // gRPC asks for memory that may be written, and only reads it.
  return {const_cast<char*>(bytes->data()), bytes->size(),
          [](void* held) { delete static_cast<Bytes*>(held); }, new Bytes(bytes)};
}

grpc::ByteBuffer ToBuffer(const Bytes& bytes) {
  const grpc::Slice slice = ToSlice(bytes);
  return {&slice, 1};
}

}  // namespace madad::rpc
