#include "adapters/mysql/cells.h"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "absl/strings/numbers.h"
#include "absl/time/civil_time.h"

#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::mysql {
namespace {

using core::Type;

constexpr size_t kUsualText = 256;

absl::Status Unexpected(const sql::BatchColumn& column) {
  return core::Error(absl::StatusCode::kInternal,
                     core::Cat("column ", column.column().name, " came as what is no ",
                               core::TypeName(column.column().type)),
                     {"SOURCE_FAILED", {{"column", column.column().name}}, ""});
}

absl::Status TooLarge(const sql::BatchColumn& column, std::string_view number) {
  return core::Error(absl::StatusCode::kOutOfRange,
                     core::Cat("column ", column.column().name, " holds ", number, ", which is no ",
                               core::TypeName(column.column().type), " of 64 bits"),
                     {"FIGURE_OUT_OF_RANGE", {{"column", column.column().name}}, ""});
}

bool IsWhole(Type type) {
  return type == Type::kBool || type == Type::kInt64 || type == Type::kDuration;
}

}  // namespace

MYSQL_BIND Cells::BindOf(Cell& cell) {
  MYSQL_BIND bind{};
  bind.is_null = &cell.is_null;
  bind.error = &cell.is_cut;
  bind.length = &cell.length;
  bind.is_unsigned = cell.is_unsigned ? 1 : 0;
  bind.buffer_type = cell.type;
  switch (cell.type) {
    case MYSQL_TYPE_LONGLONG:
      bind.buffer = &cell.integer;
      break;
    case MYSQL_TYPE_DOUBLE:
      bind.buffer = &cell.number;
      break;
    case MYSQL_TYPE_DATETIME:
      bind.buffer = &cell.time;
      break;
    case MYSQL_TYPE_NULL:
      break;
    default:
      bind.buffer = cell.text.data();
      bind.buffer_length = cell.text.size();
  }
  return bind;
}

absl::Status Cells::Bind(MYSQL_STMT* statement, size_t width) {
  statement_ = statement;
  MYSQL_RES* result = mysql_stmt_result_metadata(statement);
  const unsigned fields = result == nullptr ? 0 : mysql_num_fields(result);
  for (unsigned i = 0; i < fields; ++i) {
    const MYSQL_FIELD* field = mysql_fetch_field_direct(result, i);
    Cell& cell = cells_.emplace_back();
    switch (field->type) {
      case MYSQL_TYPE_TINY:
      case MYSQL_TYPE_SHORT:
      case MYSQL_TYPE_INT24:
      case MYSQL_TYPE_LONG:
      case MYSQL_TYPE_LONGLONG:
      case MYSQL_TYPE_YEAR:
        cell.type = MYSQL_TYPE_LONGLONG;
        cell.is_unsigned = (field->flags & UNSIGNED_FLAG) != 0;
        break;
      case MYSQL_TYPE_FLOAT:
      case MYSQL_TYPE_DOUBLE:
        cell.type = MYSQL_TYPE_DOUBLE;
        break;
      case MYSQL_TYPE_DATE:
      case MYSQL_TYPE_DATETIME:
      case MYSQL_TYPE_TIMESTAMP:
        cell.type = MYSQL_TYPE_DATETIME;
        break;
      case MYSQL_TYPE_NULL:
        break;
      default:  // decimals come as their digits
        cell.type = MYSQL_TYPE_STRING;
        cell.text.resize(kUsualText);
    }
  }
  mysql_free_result(result);
  if (fields != width) {
    return core::Error(absl::StatusCode::kInternal,
                       core::Cat("MySQL returns ", fields, " columns instead of ", width),
                       {"SOURCE_FAILED", {}, ""});
  }
  for (Cell& cell : cells_) binds_.push_back(BindOf(cell));
  if (width == 0 || mysql_stmt_bind_result(statement, binds_.data()) == 0) return absl::OkStatus();
  return absl::InternalError(mysql_stmt_error(statement));
}

// Texts that their cells were too short for.
absl::Status Cells::FetchLong() {
  bool grew = false;
  for (size_t i = 0; i < cells_.size(); ++i) {
    Cell& cell = cells_[i];
    if (cell.type != MYSQL_TYPE_STRING || cell.is_null != 0 || cell.length <= cell.text.size())
      continue;
    cell.text.resize(cell.length);
    binds_[i] = BindOf(cell);
    grew = true;
    if (mysql_stmt_fetch_column(statement_, &binds_[i], static_cast<unsigned>(i), 0) != 0) {
      return absl::InternalError(mysql_stmt_error(statement_));
    }
  }
  if (grew) mysql_stmt_bind_result(statement_, binds_.data());
  return absl::OkStatus();
}

absl::Status Cells::MoveTo(sql::Batch& batch) {
  MADAD_RETURN_IF_ERROR(FetchLong());
  for (size_t i = 0; i < cells_.size(); ++i) {
    const Cell& cell = cells_[i];
    if (cell.type == MYSQL_TYPE_NULL || cell.is_null != 0) {
      batch[i].Null();
    } else {
      MADAD_RETURN_IF_ERROR(Append(cell, batch[i]));
    }
  }
  return absl::OkStatus();
}

absl::Status Cells::Append(const Cell& cell, sql::BatchColumn& column) {
  switch (cell.type) {
    case MYSQL_TYPE_LONGLONG:
      return AppendInteger(cell, column);
    case MYSQL_TYPE_DATETIME:
      return AppendTime(cell, column);
    case MYSQL_TYPE_DOUBLE:
      if (column.column().type != Type::kDouble) return Unexpected(column);
      column.Double(cell.number);
      return absl::OkStatus();
    default:
      return AppendText(cell, column);
  }
}

absl::Status Cells::AppendInteger(const Cell& cell, sql::BatchColumn& column) {
  const Type type = column.column().type;
  const auto wide = cell.is_unsigned ? static_cast<sql::Int128>(static_cast<uint64_t>(cell.integer))
                                     : static_cast<sql::Int128>(cell.integer);
  if (type == Type::kDouble) {
    column.Double(static_cast<double>(wide));
  } else if (type == Type::kDecimal) {
    column.Decimal(wide * sql::PowerOfTen(column.column().scale));
  } else if (!IsWhole(type)) {
    return Unexpected(column);
  } else if (wide > std::numeric_limits<int64_t>::max()) {
    return TooLarge(column, core::Cat(static_cast<uint64_t>(wide)));
  } else {
    column.Int(cell.integer);
  }
  return absl::OkStatus();
}

// A text, or the digits of a decimal.
absl::Status Cells::AppendText(const Cell& cell, sql::BatchColumn& column) {
  const std::string_view text(cell.text.data(), cell.length);
  const Type type = column.column().type;
  if (type == Type::kString) {
    column.Text(text);
    return absl::OkStatus();
  }
  if (type == Type::kDouble) {
    double number = 0;
    if (!absl::SimpleAtod(core::Piece(text), &number)) return Unexpected(column);
    column.Double(number);
    return absl::OkStatus();
  }
  if (!IsWhole(type) && type != Type::kDecimal) return Unexpected(column);
  const absl::StatusOr<sql::Int128> number =
      sql::ParseDecimal(text, type == Type::kDecimal ? column.column().scale : 0);
  if (!number.ok()) return TooLarge(column, text);
  if (type == Type::kDecimal) {
    column.Decimal(*number);
    return absl::OkStatus();
  }
  const auto whole = static_cast<int64_t>(*number);
  if (whole != *number) return TooLarge(column, text);
  column.Int(whole);
  return absl::OkStatus();
}

absl::Status Cells::AppendTime(const Cell& cell, sql::BatchColumn& column) {
  const MYSQL_TIME& time = cell.time;
  const Type type = column.column().type;
  if (type != Type::kDate && type != Type::kTimestamp) return Unexpected(column);
  if (time.month == 0 || time.day == 0) {
    column.Null();
    return absl::OkStatus();
  }
  const int64_t days = absl::CivilDay(time.year, time.month, time.day) - absl::CivilDay(1970, 1, 1);
  const int64_t seconds = (int64_t{time.hour} * 60 + time.minute) * 60 + time.second;
  column.Int(type == Type::kDate
                 ? days
                 : (days * 86'400 + seconds) * 1'000'000 + static_cast<int64_t>(time.second_part));
  return absl::OkStatus();
}

}  // namespace madad::adapters::mysql
