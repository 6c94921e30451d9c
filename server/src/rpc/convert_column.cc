#include "rpc/convert_column.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>
#include <variant>

#include "rpc/convert_types.h"

namespace madad::rpc {
namespace {

v1::ColumnRole ToRole(core::ColumnRole role) {
  switch (role) {
    case core::ColumnRole::kDimension:
      return v1::COLUMN_ROLE_DIMENSION;
    case core::ColumnRole::kPeriod:
      return v1::COLUMN_ROLE_PERIOD;
    case core::ColumnRole::kMetric:
      return v1::COLUMN_ROLE_METRIC;
    case core::ColumnRole::kCompanion:
      return v1::COLUMN_ROLE_COMPANION;
  }
  return v1::COLUMN_ROLE_UNSPECIFIED;
}

// One bit a row; empty when every row is valid.
std::string PackValidity(const core::ResultColumn& column, RowRange rows) {
  const auto begin = column.valid.begin() + static_cast<ptrdiff_t>(rows.begin);
  const auto end = column.valid.begin() + static_cast<ptrdiff_t>(rows.end);
  if (std::all_of(begin, end, [](uint8_t one) { return one != 0; })) return {};
  std::string bits((rows.end - rows.begin + 7) / 8, '\0');
  for (size_t i = 0; i < rows.end - rows.begin; ++i) {
    if (begin[static_cast<ptrdiff_t>(i)] == 0) continue;
    bits[i / 8] = static_cast<char>(bits[i / 8] | (1 << (i % 8)));
  }
  return bits;
}

void ToValues(const std::vector<double>& values, RowRange rows, v1::Column& out) {
  out.mutable_double_values()->Add(values.begin() + static_cast<ptrdiff_t>(rows.begin),
                                   values.begin() + static_cast<ptrdiff_t>(rows.end));
}

void ToValues(const std::vector<int64_t>& values, RowRange rows, v1::Column& out) {
  out.mutable_int64_values()->Add(values.begin() + static_cast<ptrdiff_t>(rows.begin),
                                  values.begin() + static_cast<ptrdiff_t>(rows.end));
}

void ToValues(const std::vector<std::string>& values, RowRange rows, v1::Column& out) {
  out.mutable_string_values()->Reserve(static_cast<int>(rows.end - rows.begin));
  for (size_t row = rows.begin; row < rows.end; ++row) out.add_string_values(values[row]);
}

// Bytes of one value in a message: of a packed sint64, a double, a text.
size_t WireSize(int64_t value) {
  const uint64_t zigzag =
      (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value < 0 ? -1 : 0);
  return static_cast<size_t>(std::bit_width(zigzag | 1) + 6) / 7;
}
size_t WireSize(double) { return sizeof(double); }
size_t WireSize(const std::string& value) {
  return 1 + static_cast<size_t>(std::bit_width(value.size() | 1) + 6) / 7 + value.size();
}

// Bytes of each row.
std::vector<size_t> RowSizes(const std::vector<core::ResultColumn>& columns) {
  std::vector<size_t> sizes(columns.empty() ? 0 : columns.front().size());
  for (const core::ResultColumn& column : columns) {
    std::visit(
        [&sizes](const auto& values) {
          for (size_t row = 0; row < sizes.size(); ++row) sizes[row] += WireSize(values[row]);
        },
        column.values);
  }
  return sizes;
}

}  // namespace

void ToColumn(const core::ResultColumn& column, RowRange rows, v1::Column& out) {
  out.set_name(column.name);
  out.set_role(ToRole(column.role));
  out.set_type(ToType(column.type));
  out.set_unit(ToUnit(column.unit));
  out.set_currency(column.currency);
  out.set_scale(column.scale);
  out.set_validity(PackValidity(column, rows));
  std::visit([&](const auto& values) { ToValues(values, rows, out); }, column.values);
}

std::vector<RowRange> CutRows(const std::vector<core::ResultColumn>& columns, size_t most) {
  const std::vector<size_t> sizes = RowSizes(columns);
  std::vector<RowRange> ranges(1);
  size_t filled = 0;
  for (size_t row = 0; row < sizes.size(); ++row) {
    if (filled > 0 && filled + sizes[row] > most) {
      ranges.push_back({row, row});
      filled = 0;
    }
    filled += sizes[row];
    ranges.back().end = row + 1;
  }
  return ranges;
}

}  // namespace madad::rpc
