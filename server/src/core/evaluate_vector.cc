#include "core/evaluate_vector.h"

#include <algorithm>
#include <array>

#include "core/status.h"

namespace madad::core::internal {
namespace {

template <typename T>
int Order(const T& a, const T& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

const std::array<double, 37>& Powers() {
  static const std::array<double, 37>* powers = [] {
    auto* table = new std::array<double, 37>();
    for (int i = 0; i < 37; ++i)
      (*table)[static_cast<size_t>(i)] = static_cast<double>(PowerOfTen(i));
    return table;
  }();
  return *powers;
}

}  // namespace

Int128 PowerOfTen(int exponent) {
  Int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

absl::Status Overflow() {
  return Error(absl::StatusCode::kOutOfRange,
               "a figure does not fit in 64 bits; divide or round it in the metric's expression",
               {"FIGURE_OUT_OF_RANGE", {}, ""});
}

Int128 Micros(const Operand& operand, size_t row) {
  const Int128 value = operand.Integer(row);
  return operand.type() == Type::kDate ? value * 86'400'000'000 : value;
}

Operand Operand::Constant(Type type, int32_t scale, const Value& value) {
  ResultColumn column = MakeColumnOf(type, scale, 1);
  column.Append(value);
  Operand operand(std::move(column));
  operand.constant_ = true;
  return operand;
}

double Operand::Number(size_t row) const {
  if (IsDouble()) return std::get<std::vector<double>>(column_->values)[At(row)];
  const auto unscaled = static_cast<double>(Integer(row));
  return column_->scale == 0 ? unscaled : unscaled / Powers()[static_cast<size_t>(column_->scale)];
}

ResultColumn Operand::Expand(size_t rows) const {
  if (!constant_) return *column_;
  ResultColumn column = MakeColumnOf(type(), scale(), rows);
  for (size_t row = 0; row < rows; ++row) CopyTo(row, column);
  return column;
}

void Operand::CopyTo(size_t row, ResultColumn& out) const {
  if (IsNull(row)) return AppendNull(out);
  if (IsText()) {
    out.valid.push_back(1);
    return std::get<std::vector<std::string>>(out.values).push_back(Text(row));
  }
  if (std::holds_alternative<std::vector<double>>(out.values)) {
    return AppendDouble(out, Number(row));
  }
  if (out.type == Type::kTimestamp) {
    return AppendInteger(out, static_cast<int64_t>(Micros(*this, row)));
  }
  const Int128 scaled = Int128{Integer(row)} * PowerOfTen(std::max(0, out.scale - scale()));
  AppendInteger(out, static_cast<int64_t>(scaled));
}

int CompareRow(const Operand& a, const Operand& b, size_t row) {
  if ((a.type() == Type::kDate) != (b.type() == Type::kDate)) {
    return Order<Int128>(Micros(a, row), Micros(b, row));
  }
  if (a.IsText()) return Order(a.Text(row), b.Text(row));
  if (a.IsDouble() || b.IsDouble()) return Order(a.Number(row), b.Number(row));
  if (a.scale() == b.scale()) return Order(a.Integer(row), b.Integer(row));
  const int scale = std::max(a.scale(), b.scale());
  return Order<Int128>(a.Integer(row) * PowerOfTen(scale - a.scale()),
                       b.Integer(row) * PowerOfTen(scale - b.scale()));
}

ResultColumn MakeColumnOf(Type type, int32_t scale, size_t rows) {
  ResultColumn column{.type = type, .scale = scale};
  column.values = EmptyValues(type);
  column.valid.reserve(rows);
  std::visit([&](auto& values) { values.reserve(rows); }, column.values);
  return column;
}

void AppendNull(ResultColumn& column) {
  column.valid.push_back(0);
  std::visit([](auto& values) { values.emplace_back(); }, column.values);
}

void AppendInteger(ResultColumn& column, int64_t value) {
  column.valid.push_back(1);
  std::get<std::vector<int64_t>>(column.values).push_back(value);
}

void AppendDouble(ResultColumn& column, double value) {
  column.valid.push_back(1);
  std::get<std::vector<double>>(column.values).push_back(value);
}

}  // namespace madad::core::internal
