// Answers on their way into a stream.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

#include <grpcpp/support/byte_buffer.h>

#include "absl/status/statusor.h"

#include "rpc/answers/answer.h"

namespace madad::rpc {

// Answers of one StreamQueries call that wait to be sent, taken in turns chunk
// by chunk, so that a small answer does not wait behind a large one.
// Thread: one at a time.
class StreamQueue {
 public:
  // One message of the stream, not yet serialised.
  struct Part {
    size_t query = 0;
    absl::StatusOr<AnswerPtr> answer;
    size_t chunk = 0;
    bool last = true;
  };

  void Add(size_t query, absl::StatusOr<AnswerPtr> answer);

  // Returns the part that is sent next; nothing when none waits.
  std::optional<Part> Take();

  // Parts that wait.
  size_t size() const { return size_; }

  // Drops everything.
  void Clear();

 private:
  std::deque<Part> waiting_;  // the next part of each answer
  size_t size_ = 0;
};

// Returns `part` as a serialised v1::StreamQueriesResponse. The rows are not
// copied when the answer has them serialised.
grpc::ByteBuffer ToBuffer(const StreamQueue::Part& part);

}  // namespace madad::rpc
