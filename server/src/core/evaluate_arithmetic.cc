#include "core/evaluate_arithmetic.h"

#include <cmath>

namespace madad::core::internal {
namespace {

constexpr int64_t kMicrosPerDay = 86'400'000'000;

bool IsInstant(Type type) { return type == Type::kDate || type == Type::kTimestamp; }

bool Narrow(Int128 wide, int64_t& narrow) {
  narrow = static_cast<int64_t>(wide);
  return narrow == wide;
}

// Whole numbers of one scale.
class ExactRows {
 public:
  ExactRows(const Expr& expr, const Operand& a, const Operand& b)
      : op_(expr.op),
        a_(a),
        b_(b),
        // Of a product the scales add up; sums are brought to the declared one.
        drop_(PowerOfTen(
            op_ == BinaryOp::kMultiply ? std::max(0, a.scale() + b.scale() - expr.scale) : 0)),
        left_(PowerOfTen(op_ == BinaryOp::kMultiply ? 0 : std::max(0, expr.scale - a.scale()))),
        right_(PowerOfTen(op_ == BinaryOp::kMultiply ? 0 : std::max(0, expr.scale - b.scale()))) {}

  Int128 At(size_t row) const {
    const Int128 a = a_.Integer(row);
    const Int128 b = b_.Integer(row);
    if (op_ == BinaryOp::kMultiply) return a * b / drop_;
    return op_ == BinaryOp::kAdd ? a * left_ + b * right_ : a * left_ - b * right_;
  }

 private:
  BinaryOp op_;
  const Operand& a_;
  const Operand& b_;
  Int128 drop_, left_, right_;
};

// Dates, timestamps and durations, in microseconds.
class InstantRows {
 public:
  InstantRows(const Expr& expr, const Operand& a, const Operand& b)
      : add_(expr.op == BinaryOp::kAdd), to_days_(expr.type == Type::kDate), a_(a), b_(b) {}

  Int128 At(size_t row) const {
    const Int128 a = Micros(a_, row);
    const Int128 b = Micros(b_, row);
    const Int128 sum = add_ ? a + b : a - b;
    return to_days_ ? sum / kMicrosPerDay : sum;
  }

 private:
  bool add_;
  bool to_days_;
  const Operand& a_;
  const Operand& b_;
};

template <typename Rows>
absl::StatusOr<ResultColumn> Whole(const Expr& expr, const Operand& a, const Operand& b,
                                   size_t rows) {
  const Rows values(expr, a, b);
  ResultColumn out = MakeColumnOf(expr.type, expr.scale, rows);
  for (size_t row = 0; row < rows; ++row) {
    if (a.IsNull(row) || b.IsNull(row)) {
      AppendNull(out);
      continue;
    }
    int64_t value = 0;
    if (!Narrow(values.At(row), value)) return Overflow();
    AppendInteger(out, value);
  }
  return out;
}

double Apply(BinaryOp op, double x, double y) {
  switch (op) {
    case BinaryOp::kAdd:
      return x + y;
    case BinaryOp::kSubtract:
      return x - y;
    case BinaryOp::kMultiply:
      return x * y;
    default:
      return x / y;
  }
}

absl::StatusOr<ResultColumn> Doubles(const Expr& expr, const Operand& a, const Operand& b,
                                     size_t rows) {
  const bool whole = expr.type == Type::kDuration;
  ResultColumn out = MakeColumnOf(expr.type, expr.scale, rows);
  for (size_t row = 0; row < rows; ++row) {
    const bool null = a.IsNull(row) || b.IsNull(row);
    if (null || (expr.op == BinaryOp::kDivide && b.Number(row) == 0)) {
      AppendNull(out);
      continue;
    }
    const double value = Apply(expr.op, a.Number(row), b.Number(row));
    if (!std::isfinite(value) || (whole && std::abs(value) >= 9.2e18)) return Overflow();
    if (whole) {
      AppendInteger(out, std::llround(value));
    } else {
      AppendDouble(out, value);
    }
  }
  return out;
}

}  // namespace

absl::StatusOr<ResultColumn> Arithmetic(const Expr& expr, const Operand& a, const Operand& b,
                                        size_t rows) {
  if (IsInstant(a.type()) || IsInstant(b.type())) return Whole<InstantRows>(expr, a, b, rows);
  const bool exact = expr.type == Type::kInt64 || expr.type == Type::kDecimal ||
                     (expr.type == Type::kDuration && expr.op != BinaryOp::kDivide &&
                      expr.op != BinaryOp::kMultiply);
  return exact ? Whole<ExactRows>(expr, a, b, rows) : Doubles(expr, a, b, rows);
}

}  // namespace madad::core::internal
