#include "cli/answer/check.h"

#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/names.h"
#include "cli/render/moment.h"
#include "cli/render/value.h"

namespace madad::cli {
namespace {

// An int64 has 19 digits; twice that is more than anyone writes.
constexpr int kMaxScale = 38;

int ValueCount(const v1::Column& column) {
  if (column.type() == v1::TYPE_DOUBLE) return column.double_values_size();
  if (column.type() == v1::TYPE_STRING) return column.string_values_size();
  return column.int64_values_size();
}

bool IsInCalendar(const v1::Column& column, int64_t row) {
  const int64_t value = column.int64_values(static_cast<int>(row));
  return column.type() == v1::TYPE_DATE ? IsCalendarDay(value) : IsCalendarInstant(value);
}

std::string MomentFault(const v1::Column& column, int64_t rows) {
  if (column.type() != v1::TYPE_DATE && column.type() != v1::TYPE_TIMESTAMP) return "";
  for (int64_t row = 0; row < rows; ++row) {
    if (!IsNull(column, row) && !IsInCalendar(column, row)) {
      return absl::StrCat("row ", row, " is outside the years 1 to 9999");
    }
  }
  return "";
}

// Returns "" for a sound column.
std::string ColumnFault(const v1::Column& column, int64_t rows) {
  if (TypeName(column.type()).empty()) {
    return absl::StrCat("type ", static_cast<int>(column.type()), " is unknown to this madad");
  }
  if (ValueCount(column) != rows) {
    return absl::StrCat(ValueCount(column), " values for ", rows, " rows");
  }
  if (!column.validity().empty() && column.validity().size() * 8 < static_cast<size_t>(rows)) {
    return absl::StrCat(column.validity().size(), " bytes of validity for ", rows, " rows");
  }
  if (column.type() == v1::TYPE_DECIMAL && (column.scale() < 0 || column.scale() > kMaxScale)) {
    return absl::StrCat("scale ", column.scale(), " is not 0 to ", kMaxScale);
  }
  return MomentFault(column, rows);
}

client::Error Unreadable(const std::string& what) {
  client::Error error;
  error.code = absl::StatusCode::kInternal;
  error.message = absl::StrCat("the server's answer cannot be read: ", what);
  return error;
}

std::optional<client::Error> FindColumnFault(
    const std::string& what, const google::protobuf::RepeatedPtrField<v1::Column>& columns,
    int64_t rows) {
  for (const v1::Column& column : columns) {
    const std::string fault = ColumnFault(column, rows);
    if (!fault.empty()) return Unreadable(absl::StrCat(what, " `", column.name(), "`: ", fault));
  }
  return std::nullopt;
}

}  // namespace

std::optional<client::Error> FindTableFault(
    const google::protobuf::RepeatedPtrField<v1::Column>& columns, int64_t rows) {
  if (rows < 0 || rows > std::numeric_limits<int>::max()) {
    return Unreadable(absl::StrCat("it claims ", rows, " rows"));
  }
  if (columns.empty() && rows > 0) return Unreadable("it has no columns");
  return FindColumnFault("column", columns, rows);
}

std::optional<client::Error> FindFault(const v1::QueryResponse& answer) {
  if (auto fault = FindTableFault(answer.columns(), answer.row_count())) return fault;
  if (!answer.totals().empty() && answer.totals_size() != answer.columns_size()) {
    return Unreadable(absl::StrCat("it has ", answer.totals_size(), " totals for ",
                                   answer.columns_size(), " columns"));
  }
  return FindColumnFault("total", answer.totals(), /*rows=*/1);
}

}  // namespace madad::cli
