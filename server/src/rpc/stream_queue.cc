#include "rpc/stream_queue.h"

#include <string>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/wire_format_lite.h"

#include "madad/v1/metric_service.pb.h"
#include "rpc/bytes.h"
#include "rpc/status.h"

namespace madad::rpc {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedOutputStream;
using google::protobuf::io::StringOutputStream;

// The message's other fields are serialised as usual; what follows them on the
// wire is the field `chunk`, whose content is in `size` bytes more.
std::string Before(const StreamQueue::Part& part, size_t size) {
  v1::StreamQueriesResponse message;
  message.set_query(static_cast<int32_t>(part.query));
  message.set_last(part.last);
  std::string head = message.SerializeAsString();
  std::string field;
  {
    StringOutputStream stream(&field);
    CodedOutputStream coded(&stream);
    coded.WriteTag(WireFormatLite::MakeTag(v1::StreamQueriesResponse::kChunkFieldNumber,
                                           WireFormatLite::WIRETYPE_LENGTH_DELIMITED));
    coded.WriteVarint32(static_cast<uint32_t>(size));
  }
  return head + field;
}

grpc::ByteBuffer ErrorBuffer(const StreamQueue::Part& part) {
  v1::StreamQueriesResponse message;
  message.set_query(static_cast<int32_t>(part.query));
  *message.mutable_error() = ToRpcStatus(part.answer.status());
  message.set_last(true);
  const grpc::Slice slice(message.SerializeAsString());
  return {&slice, 1};
}

}  // namespace

void StreamQueue::Add(size_t query, absl::StatusOr<AnswerPtr> answer) {
  const size_t chunks = answer.ok() ? (*answer)->chunk_count() : 1;
  size_ += chunks;
  waiting_.push_back({query, std::move(answer), 0, chunks == 1});
}

std::optional<StreamQueue::Part> StreamQueue::Take() {
  if (waiting_.empty()) return std::nullopt;
  Part part = std::move(waiting_.front());
  waiting_.pop_front();
  --size_;
  if (part.last) return part;
  const size_t next = part.chunk + 1;
  waiting_.push_back({part.query, part.answer, next, next + 1 == (*part.answer)->chunk_count()});
  return part;
}

void StreamQueue::Clear() {
  waiting_.clear();
  size_ = 0;
}

grpc::ByteBuffer ToBuffer(const StreamQueue::Part& part) {
  if (!part.answer.ok()) return ErrorBuffer(part);
  const Bytes chunk = (*part.answer)->Chunk(part.chunk);
  const grpc::Slice slices[] = {grpc::Slice(Before(part, chunk->size())), ToSlice(chunk)};
  return {slices, 2};
}

}  // namespace madad::rpc
