// Operands of the finish step's expressions: a column, or one value for all
// rows.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

#include "core/result.h"

namespace madad::core::internal {

__extension__ typedef __int128 Int128;

// Returns 10^exponent; exponents are 0 to 36.
Int128 PowerOfTen(int exponent);

// The error of a figure that does not fit.
absl::Status Overflow();

class Operand {
 public:
  // Borrows a column that outlives the operand.
  explicit Operand(const ResultColumn* column) : column_(column) {}
  explicit Operand(ResultColumn column)
      : owned_(std::make_shared<ResultColumn>(std::move(column))), column_(owned_.get()) {}
  // One value, null included, for all rows.
  static Operand Constant(Type type, int32_t scale, const Value& value);

  Type type() const { return column_->type; }
  int32_t scale() const { return column_->scale; }
  bool IsNull(size_t row) const { return column_->valid[At(row)] == 0; }
  int64_t Integer(size_t row) const {
    return std::get<std::vector<int64_t>>(column_->values)[At(row)];
  }
  const std::string& Text(size_t row) const {
    return std::get<std::vector<std::string>>(column_->values)[At(row)];
  }
  bool Flag(size_t row) const { return Integer(row) != 0; }
  // The number as a double, decimals scaled.
  double Number(size_t row) const;
  bool IsDouble() const { return std::holds_alternative<std::vector<double>>(column_->values); }
  bool IsText() const { return std::holds_alternative<std::vector<std::string>>(column_->values); }

  // Returns a column of `rows` rows.
  ResultColumn Expand(size_t rows) const;
  // Appends the value at `row` to `out`, whose type is the same but for scale.
  void CopyTo(size_t row, ResultColumn& out) const;

 private:
  size_t At(size_t row) const { return constant_ ? 0 : row; }

  std::shared_ptr<const ResultColumn> owned_;
  const ResultColumn* column_;
  bool constant_ = false;
};

// Returns the microseconds of a date, timestamp or duration.
Int128 Micros(const Operand& operand, size_t row);

// Returns -1, 0 or 1 for row `row` of both, neither of which is null.
int CompareRow(const Operand& a, const Operand& b, size_t row);

// Returns an empty column with room for `rows`.
ResultColumn MakeColumnOf(Type type, int32_t scale, size_t rows);
void AppendNull(ResultColumn& column);
void AppendInteger(ResultColumn& column, int64_t value);
void AppendDouble(ResultColumn& column, double value);

}  // namespace madad::core::internal
