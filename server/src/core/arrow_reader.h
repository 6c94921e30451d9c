// Arrow streams to columns.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "core/adapter.h"
#include "core/result.h"

namespace madad::core {

// The rows of a stream, a batch at a time.
class ArrowBatches {
 public:
  // Errors: INTERNAL when the stream has another number of columns than
  // expected, or cannot say which it has.
  static absl::StatusOr<ArrowBatches> Open(ArrowStream stream, size_t columns);
  ArrowBatches(ArrowBatches&& other) noexcept;
  ArrowBatches& operator=(ArrowBatches&&) = delete;
  ~ArrowBatches();

  // Appends the next batch's rows to `columns`, as `ReadArrow` does, and
  // returns how many there were; -1 at the end.
  absl::StatusOr<int64_t> Next(std::vector<ResultColumn>& columns);

 private:
  explicit ArrowBatches(ArrowStream stream) : stream_(std::move(stream)) {}

  ArrowStream stream_;
  ArrowSchema schema_{};
};

// Appends every row of `stream` to `columns`, whose number and types say what
// is expected (integers are narrowed exactly, decimals to the column's scale).
// Errors: RESOURCE_EXHAUSTED (TOO_MANY_GROUPS) past `max_rows`; OUT_OF_RANGE
// for a decimal over 64 bits; INTERNAL for a column of another type; what the
// stream itself says; CANCELLED and DEADLINE_EXCEEDED between batches.
absl::Status ReadArrow(ArrowStream stream, const CallContext& call, int64_t max_rows,
                       std::vector<ResultColumn>& columns);

}  // namespace madad::core
