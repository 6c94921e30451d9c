// Rows found by their keys.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"

#include "core/result.h"

namespace madad::core {

inline constexpr size_t kNoRow = static_cast<size_t>(-1);

// Returns the bytes of the first `keys` values of a row: a flag for null, then
// the value. No two different keys have the same bytes.
std::string KeyBytes(const std::vector<ResultColumn>& columns, size_t keys, size_t row);

// The same with the last of the keys, a date, replaced by `period`.
std::string KeyBytesAt(const std::vector<ResultColumn>& columns, size_t keys, size_t row,
                       Date period);

// Rows by the bytes of their keys.
class RowIndex {
 public:
  RowIndex() = default;
  // The rows of `columns`, by the first `keys` of them.
  RowIndex(const std::vector<ResultColumn>& columns, size_t keys, size_t rows);
  // Returns the row; kNoRow when there is none.
  size_t Find(const std::string& key) const;
  // Returns the row of `key`, which becomes `row` when it is new.
  size_t Insert(std::string key, size_t row);

 private:
  absl::flat_hash_map<std::string, size_t> rows_;
};

// Appends the value at `row` of `from` to `to`, which has the same type; null
// for kNoRow.
void AppendFrom(const ResultColumn& from, size_t row, ResultColumn& to);

// Returns a column like `column` without values.
ResultColumn EmptyLike(const ResultColumn& column);

// Returns `column` with its rows in the order of `rows` (kNoRow: null).
ResultColumn Take(const ResultColumn& column, const std::vector<size_t>& rows);

}  // namespace madad::core
