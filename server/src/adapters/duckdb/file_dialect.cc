#include "adapters/duckdb/file_dialect.h"

#include "adapters/duckdb/file_types.h"
#include "core/text.h"

namespace madad::adapters::duckdb {

using core::Type;

std::unique_ptr<sql::ExprPrinter> FileDialect::MakePrinter(
    std::vector<core::Value>& parameters) const {
  return std::make_unique<FileExprPrinter>(parameters);
}

std::string FileExprPrinter::Read(const std::string& reference, const core::SourceColumn& column) {
  const Type type = column.column.type;
  const FileFamily family = FileFamilyOf(column.native);
  if (family == FileFamily::kTime || family == FileFamily::kZonedTime) {
    // By its microseconds, so that the session's zone has no part in it.
    const std::string time = family == FileFamily::kZonedTime
                                 ? core::Cat("make_timestamp(epoch_us(", reference, "))")
                                 : CastTo(reference, type, 0);
    return core::Cat("(CASE WHEN isfinite(", reference, ") THEN ", time, " END)");
  }
  if (type == Type::kBool && family == FileFamily::kInteger) {
    return core::Cat("(", reference, " <> 0)");
  }
  const bool is_same = (type == Type::kString && column.native == "VARCHAR") ||
                       (type == Type::kInt64 && column.native == "BIGINT") ||
                       (type == Type::kDouble && column.native == "DOUBLE") ||
                       (type == Type::kBool && family == FileFamily::kBool);
  return is_same ? reference : CastTo(reference, type, column.column.scale);
}

}  // namespace madad::adapters::duckdb
