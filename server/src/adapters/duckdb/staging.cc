#include "adapters/duckdb/staging.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"

#include "adapters/duckdb/local_time.h"
#include "adapters/duckdb/table_columns.h"
#include "core/status.h"
#include "core/text.h"
#include "core/utf8.h"

namespace madad::adapters::duckdb {
namespace {

using core::Column;
using core::Type;

constexpr int64_t kReportedRows = 100;

// The innermost SELECT gives what was found (t), the next one values (v) and
// instants (u), the outermost the columns and what is wrong.
class StagedSelect {
 public:
  StagedSelect(const LoadContext& context, const std::vector<ColumnSql>& columns)
      : context_(context), sql_(columns), columns_(OwnColumns(context.table)) {
    for (size_t i = 0; i < columns_.size(); ++i) Add(i);
  }

  std::string Print(const std::string& from) const {
    std::string column = "CASE WHEN bad_reason IS NOT NULL THEN bad_column";
    std::string reason = "CASE WHEN bad_reason IS NOT NULL THEN bad_reason";
    for (const auto& [when, name, why] : problems_) {
      core::Append(&column, " WHEN ", when, " THEN ", QuoteText(name));
      core::Append(&reason, " WHEN ", when, " THEN ", why);
    }
    return core::Cat("SELECT ", absl::StrJoin(values_, ", "),
                     ", file AS \"file:\", line AS \"line:\", ", column, " END AS \"column:\", ",
                     reason, " END AS \"reason:\" FROM (SELECT *, ", absl::StrJoin(inner_, ", "),
                     " FROM (SELECT file, line, bad_column, bad_reason, ",
                     absl::StrJoin(found_, ", "), " FROM ", from, "))");
  }

 private:
  struct Problem {
    std::string when;
    std::string column;
    std::string reason;
  };

  void Add(size_t i) {
    const Column& column = *columns_[i];
    const std::string text = core::Cat("t", i);
    const std::string value = core::Cat("v", i);
    const std::string instant = core::Cat("u", i);
    found_.push_back(core::Cat(sql_[i].found, " AS ", text));
    inner_.push_back(core::Cat(sql_[i].value, " AS ", value));
    std::string result = column.type == Type::kTimestamp ? PrintToUtc(value, context_.zone) : value;
    std::string missing = core::Cat(text, " IS NOT NULL AND ", value, " IS NULL");
    if (!sql_[i].instant.empty()) {
      inner_.push_back(
          core::Cat("CASE WHEN ", value, " IS NULL THEN ", sql_[i].instant, " END AS ", instant));
      result = core::Cat("coalesce(", instant, ", ", result, ")");
      core::Append(&missing, " AND ", instant, " IS NULL");
    }
    values_.push_back(core::Cat("CAST(", result, " AS ", StoredType(column), ") AS ",
                                QuoteIdentifier(column.name)));
    if (column.type != Type::kString) {
      problems_.push_back({missing, column.from,
                           core::Cat("'found ''' || left(CAST(", text, " AS VARCHAR), 60) || ",
                                     QuoteText(core::Cat("', expected ", Expectation(column))))});
    }
    if (column.name == context_.table.key && context_.table.bad_rows != core::BadRows::kFail) {
      problems_.push_back({core::Cat(text, " IS NULL"), column.from, "'the key is empty'"});
    }
  }

  const LoadContext& context_;
  const std::vector<ColumnSql>& sql_;
  std::vector<const Column*> columns_;
  std::vector<std::string> found_;
  std::vector<std::string> inner_;
  std::vector<std::string> values_;
  std::vector<Problem> problems_;
};

std::string PlaceOf(const core::RejectedRow& row) {
  std::string place = row.file;
  if (row.line > 0) core::Append(&place, ":", row.line);
  if (!row.column.empty()) core::Append(&place, ", column '", row.column, "'");
  return place;
}

absl::Status ReadRejected(LoadContext& context) {
  MADAD_ASSIGN_OR_RETURN(
      const auto rows, context.connection.Rows(core::Cat(
                           "SELECT \"file:\", \"line:\", \"column:\", \"reason:\" FROM ",
                           context.Relation(":staged"),
                           " WHERE \"reason:\" IS NOT NULL ORDER BY 1, 2 LIMIT ", kReportedRows)));
  for (const std::vector<std::string>& row : rows) {
    core::RejectedRow& rejected = context.report.rejected.emplace_back();
    size_t file = 0;
    if (absl::SimpleAtoi(row[0], &file)) rejected.file = context.files.at(file).name;
    if (!absl::SimpleAtoi(row[1], &rejected.line)) rejected.line = 0;
    rejected.column = row[2];
    rejected.reason = core::Clip(row[3], 300);
    if (context.files.front().kind.format == core::FileFormat::kParquet) {
      rejected.reason = core::Cat("row ", std::exchange(rejected.line, 0), ": ", rejected.reason);
    }
  }
  return absl::OkStatus();
}

absl::Status BadRowsError(const LoadContext& context) {
  const core::RejectedRow& first = context.report.rejected.front();
  const int64_t more = context.report.rows_rejected - 1;
  std::string message =
      core::Cat("table '", context.table.name, "': ", PlaceOf(first), ": ", first.reason);
  if (more > 0)
    core::Append(&message, "; ", more, more == 1 ? " more row" : " more rows",
                 more == 1 ? " does not fit" : " do not fit");
  core::Append(&message,
               "; correct the file, describe it (columns' type, format, nulls), or "
               "write `bad_rows: skip`");
  return core::Error(absl::StatusCode::kFailedPrecondition, message,
                     {"FILE_INVALID",
                      {{"table", context.table.name},
                       {"files", context.table.files},
                       {"file", first.file},
                       {"line", core::Cat(first.line)},
                       {"column", first.column},
                       {"bad_rows", core::Cat(context.report.rows_rejected)}},
                      ""});
}

// The condition under which a staged row is kept.
std::string GoodRows(const LoadContext& context) {
  if (context.table.bad_rows != core::BadRows::kRejectFile) return "\"reason:\" IS NULL";
  return core::Cat("\"file:\" NOT IN (SELECT \"file:\" FROM ", context.Relation(":staged"),
                   " WHERE \"reason:\" IS NOT NULL)");
}

// Without a bad row the staging relation becomes the table.
absl::Status TakeAll(LoadContext& context) {
  const std::string alter = core::Cat("ALTER TABLE ", context.Relation(":staged"));
  for (const char* column : {"file:", "line:", "column:", "reason:"}) {
    MADAD_RETURN_IF_ERROR(
        context.connection.Execute(core::Cat(alter, " DROP COLUMN ", QuoteIdentifier(column))));
  }
  return context.connection.Execute(
      core::Cat(alter, " RENAME TO ", QuoteIdentifier(context.table.name)));
}

absl::Status TakeGood(LoadContext& context) {
  const std::string staged = context.Relation(":staged");
  MADAD_RETURN_IF_ERROR(context.connection.Execute(
      core::Cat("CREATE TABLE ", context.Relation(),
                " AS SELECT * EXCLUDE (\"file:\", \"line:\", \"column:\", \"reason:\") FROM ",
                staged, " WHERE ", GoodRows(context))));
  return context.connection.Execute(core::Cat("DROP TABLE ", staged));
}

}  // namespace

std::string PrintStaged(const LoadContext& context, const std::vector<ColumnSql>& columns,
                        const std::string& from) {
  return StagedSelect(context, columns).Print(from);
}

absl::Status KeepGoodRows(LoadContext& context) {
  const std::string staged = context.Relation(":staged");
  core::LoadReport& report = context.report;
  MADAD_ASSIGN_OR_RETURN(report.rows_read,
                         context.Number(core::Cat("SELECT count(*) FROM ", staged)));
  MADAD_ASSIGN_OR_RETURN(
      report.rows_rejected,
      context.Number(core::Cat("SELECT count(*) FROM ", staged, " WHERE \"reason:\" IS NOT NULL")));
  if (report.rows_rejected == 0) return TakeAll(context);
  MADAD_RETURN_IF_ERROR(ReadRejected(context));
  if (context.table.bad_rows == core::BadRows::kFail) return BadRowsError(context);
  MADAD_ASSIGN_OR_RETURN(
      const int64_t kept,
      context.Number(core::Cat("SELECT count(*) FROM ", staged, " WHERE ", GoodRows(context))));
  report.rows_rejected = report.rows_read - kept;
  return TakeGood(context);
}

}  // namespace madad::adapters::duckdb
