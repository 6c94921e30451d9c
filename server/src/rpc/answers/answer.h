// A finished answer, as it is sent.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "core/result.h"
#include "rpc/convert_column.h"

namespace madad::rpc {

// Serialised messages, shared by everyone who sends them.
using Bytes = std::shared_ptr<const std::string>;

// About so many bytes of rows are in one chunk of a stream.
inline constexpr size_t kChunkBytes = size_t{128} * 1024;

// The answer of one query. An answer that fits one chunk is kept serialised; a
// larger one is kept as columns and serialised chunk by chunk.
// Thread: any, at the same time.
class Answer {
 public:
  explicit Answer(core::Result result);

  // Bytes of memory that it takes, at most.
  size_t byte_size() const { return byte_size_; }

  // Until when it may be given again.
  absl::Time good_until() const { return good_until_; }

  // At least 1.
  size_t chunk_count() const { return ranges_.size(); }

  // Returns the chunk as a serialised v1::QueryResponse; the first has
  // everything but the rows of the others.
  Bytes Chunk(size_t index) const;

  // Returns all of it as one serialised v1::QueryResponse.
  // Errors: RESOURCE_EXHAUSTED (ANSWER_TOO_LARGE) when that is no message that
  // a client would take.
  absl::StatusOr<Bytes> Whole() const;

 private:
  absl::StatusOr<Bytes> MakeWhole() const;

  const absl::Time good_until_;
  core::Result result_;  // emptied when `only_` is set
  std::vector<RowRange> ranges_;
  Bytes only_;
  size_t byte_size_ = 0;
  mutable std::once_flag whole_made_;
  mutable std::optional<absl::StatusOr<Bytes>> whole_;
};

using AnswerPtr = std::shared_ptr<const Answer>;

}  // namespace madad::rpc
