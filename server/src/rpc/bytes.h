// Messages as gRPC carries them.
#pragma once

#include <grpcpp/support/byte_buffer.h>

#include "absl/status/status.h"
#include "google/protobuf/message_lite.h"

#include "rpc/answers/answer.h"

namespace madad::rpc {

// Fills `message` from `buffer`.
// Errors: INVALID_ARGUMENT (REQUEST_MALFORMED).
absl::Status Parse(const grpc::ByteBuffer& buffer, google::protobuf::MessageLite& message);

// Returns a slice over `bytes`, which it holds; nothing is copied.
grpc::Slice ToSlice(const Bytes& bytes);

// The same as a buffer of one slice.
grpc::ByteBuffer ToBuffer(const Bytes& bytes);

}  // namespace madad::rpc
