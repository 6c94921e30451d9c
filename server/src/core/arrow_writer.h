// Rows that come one value at a time, to Arrow.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "core/adapter.h"
#include "core/value.h"

namespace madad::core {

__extension__ typedef __int128 Int128;

// The values of one column of a batch. One value (or null) is appended for each row.
// Dates are days, instants and durations microseconds, bools 0 or 1.
class BatchColumn {
 public:
  explicit BatchColumn(const SqlColumn& column) : column_(column) {}

  const SqlColumn& column() const { return column_; }
  void Null();
  void Int(int64_t value);
  void Double(double value);
  void Text(std::string_view value);
  // `unscaled` / 10^scale of the column.
  void Decimal(Int128 unscaled);

 private:
  friend class RowBatch;
  void Valid(bool valid);
  void Reserve(size_t rows);

  SqlColumn column_;
  int64_t rows_ = 0;
  int64_t nulls_ = 0;
  std::vector<uint8_t> validity_;  // bits
  std::vector<char> data_;
  std::vector<int32_t> offsets_ = {0};  // of texts
};

// Rows that are sent together.
class RowBatch {
 public:
  // With room for so many rows.
  explicit RowBatch(const std::vector<SqlColumn>& columns, int64_t rows = 0);

  BatchColumn& operator[](size_t column) { return columns_[column]; }
  size_t width() const { return columns_.size(); }
  int64_t rows() const { return columns_.empty() ? 0 : columns_.front().rows_; }
  // How many bytes the values take.
  int64_t bytes() const;

  // Gives the rows away as a struct array; the batch is empty after that.
  void MoveTo(ArrowArray* array);

 private:
  std::vector<SqlColumn> declared_;
  std::vector<BatchColumn> columns_;
};

// Where the rows of a stream come from; destroyed when there are no more.
class RowSource {
 public:
  virtual ~RowSource() = default;
  // Appends some rows to `batch`; false at the end, with what was appended.
  virtual absl::StatusOr<bool> Next(RowBatch& batch) = 0;
};

// Returns the rows of `source` as a stream of struct arrays of `columns`.
ArrowStream StreamOf(std::vector<SqlColumn> columns, std::unique_ptr<RowSource> source);

}  // namespace madad::core
