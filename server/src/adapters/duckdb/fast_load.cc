#include "adapters/duckdb/fast_load.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string_view>

#include "absl/strings/str_join.h"

#include "adapters/duckdb/column_sql.h"
#include "adapters/duckdb/key_hashes.h"
#include "adapters/duckdb/local_time.h"
#include "adapters/duckdb/table_columns.h"
#include "adapters/duckdb/utf8_check.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

using core::Column;
using core::Type;

// Open at once; more files take more statements.
constexpr size_t kFilesOfStatement = 64;

// SQL over the files of one layout.
class FastSelect {
 public:
  FastSelect(const LoadContext& context, const TextLayout& layout)
      : context_(context), layout_(layout), types_(layout.header.size(), "VARCHAR") {
    const std::vector<const Column*> columns = OwnColumns(context.table);
    for (const Column* column : columns) SetReaderType(*column);
  }

  // `notes`: what notes the keys, where there are any.
  std::string Print(std::span<const OpenFile> files, Compression compression,
                    const KeyNotes::Lease* notes) const {
    std::vector<std::string> columns;
    for (const Column* column : OwnColumns(context_.table)) {
      columns.push_back(core::Cat(PrintColumn(*column), " AS ", QuoteIdentifier(column->name)));
    }
    std::string sql =
        core::Cat("SELECT ", absl::StrJoin(columns, ", "), " FROM ", PrintRead(files, compression));
    if (notes == nullptr) return sql;
    return core::Cat("SELECT * FROM (", sql, ") WHERE ",
                     notes->Sql(QuoteIdentifier(context_.table.key)));
  }

 private:
  size_t PlaceOf(const Column& column) const {
    return static_cast<size_t>(
        std::find(layout_.header.begin(), layout_.header.end(), column.from) -
        layout_.header.begin());
  }

  // Types that the reader itself makes, faster than a cast of its text. Whole
  // numbers are read as doubles because as integers they would be rounded.
  void SetReaderType(const Column& column) {
    const size_t place = PlaceOf(column);
    const bool shared = ++uses_[place] > 1;
    types_[place] = "VARCHAR";
    if (shared || NeedsText(column, context_.table.text)) return;
    if (column.type == Type::kInt64 && !layout_.has_wide_numbers) types_[place] = "DOUBLE";
    if (column.type == Type::kDouble || column.type == Type::kDecimal ||
        column.type == Type::kBool) {
      types_[place] = StoredType(column);
    }
  }

  std::string PrintColumn(const Column& column) const {
    const size_t place = PlaceOf(column);
    const std::string raw = core::Cat("c", place);
    const std::string& type = types_[place];
    if (type != "VARCHAR") return CheckedNumber(column, raw, type);
    const ColumnSql found = FromText(column, context_.table.text, raw, raw);
    if (column.type == Type::kString) return found.found;
    const std::string text = found.found == raw ? raw : core::Cat("(", found.found, ")");
    const ColumnSql sql = FromText(column, context_.table.text, raw, text);
    if (column.type == Type::kTimestamp) return PrintTime(column, sql, text);
    return core::Cat("CASE WHEN ", text, " IS NOT NULL THEN coalesce(", sql.value, ", ",
                     Failure(column), ") END");
  }

  static std::string Failure(const Column& column) {
    return core::Cat("CAST(error(", QuoteText(column.name), ") AS ", StoredType(column), ")");
  }

  static std::string CheckedNumber(const Column& column, const std::string& raw,
                                   const std::string& type) {
    if (column.type == Type::kInt64) {
      return core::Cat("CASE WHEN abs(", raw, ") < 9007199254740992 AND floor(", raw, ") = ", raw,
                       " THEN CAST(", raw, " AS BIGINT) WHEN ", raw, " IS NOT NULL THEN ",
                       Failure(column), " END");
    }
    if (type != "DOUBLE") return raw;
    return core::Cat("CASE WHEN isfinite(", raw, ") THEN ", raw, " WHEN ", raw,
                     " IS NOT NULL THEN ", Failure(column), " END");
  }

  std::string PrintTime(const Column& column, const ColumnSql& sql, const std::string& text) const {
    const std::string instant = sql.instant.empty() ? "CAST(NULL AS TIMESTAMP)" : sql.instant;
    const std::string any = core::Cat("CASE WHEN ", text, " IS NOT NULL THEN coalesce(",
                                      PrintToUtc(sql.value, context_.zone), ", ", instant, ", ",
                                      Failure(column), ") END");
    if (!column.format.empty()) return any;
    return core::Cat("coalesce(", PrintUsualTime(text, context_.zone), ", ", any, ")");
  }

  std::string PrintRead(std::span<const OpenFile> files, Compression compression) const {
    std::vector<std::string> paths;
    for (const OpenFile& file : files) paths.push_back(QuoteText(file.DescriptorPath()));
    std::vector<std::string> columns;
    for (size_t i = 0; i < types_.size(); ++i) {
      columns.push_back(core::Cat("'c", i, "': '", types_[i], "'"));
    }
    const std::string quote = QuoteText(std::string(1, layout_.delimiters.quote));
    constexpr std::string_view kNames[] = {"none", "gzip", "zstd"};
    return core::Cat("read_csv([", absl::StrJoin(paths, ", "),
                     "], auto_detect = false, strict_mode = true, header = true, skip = ",
                     context_.table.text.skip,
                     ", delim = ", QuoteText(std::string(1, layout_.delimiters.delimiter)),
                     ", quote = ", quote, ", escape = ", quote, ", compression = '",
                     kNames[static_cast<size_t>(compression)], "', columns = {",
                     absl::StrJoin(columns, ", "), "})");
  }

  const LoadContext& context_;
  const TextLayout& layout_;
  std::vector<std::string> types_;  // by place in the header
  std::map<size_t, int> uses_;
};

// Whether one statement can read both files.
bool AreAlike(const FileInfo& a, const TextLayout& x, const FileInfo& b, const TextLayout& y) {
  return a.kind.compression == b.kind.compression && x.header == y.header &&
         x.delimiters.delimiter == y.delimiters.delimiter &&
         x.has_wide_numbers == y.has_wide_numbers;
}

// DuckDB 1.4.4 fails for good, with its whole database, when a file of which it
// reads some of the columns is not UTF-8.
absl::Status CheckUtf8(const LoadContext& context, const FileInfo& file, const TextLayout& layout) {
  std::set<std::string> used;
  for (const Column* column : OwnColumns(context.table)) used.insert(column->from);
  if (used.size() == layout.header.size()) return absl::OkStatus();
  MADAD_ASSIGN_OR_RETURN(OpenFile opened, OpenBeneath(context.source, context.table, file.name));
  MADAD_ASSIGN_OR_RETURN(const bool is_utf8,
                         IsUtf8(*OpenBytes(std::move(opened), file.kind.compression)));
  return is_utf8 ? absl::OkStatus() : absl::FailedPreconditionError("the file is not UTF-8");
}

absl::Status LoadRun(LoadContext& context, const TextLayout& layout, size_t begin, size_t end,
                     const KeyNotes::Lease* notes) {
  std::vector<OpenFile> open;
  for (size_t i = begin; i < end; ++i) {
    MADAD_RETURN_IF_ERROR(CheckUtf8(context, context.files[i], layout));
    MADAD_ASSIGN_OR_RETURN(open.emplace_back(),
                           OpenBeneath(context.source, context.table, context.files[i].name));
  }
  const FastSelect select(context, layout);
  const std::string sql = select.Print(open, context.files[begin].kind.compression, notes);
  if (begin == 0) {
    return context.connection.Execute(core::Cat("CREATE TABLE ", context.Relation(), " AS ", sql));
  }
  return context.connection.Execute(core::Cat("INSERT INTO ", context.Relation(), " ", sql));
}

absl::Status LoadRuns(LoadContext& context, const std::vector<TextLayout>& layouts) {
  const std::vector<FileInfo>& files = context.files;
  std::optional<KeyNotes::Lease> notes;
  if (!context.table.key.empty()) {
    context.key_hashes = std::make_unique<KeyHashes>();
    notes.emplace(context.store.key_notes(), *context.key_hashes);
  }
  for (size_t begin = 0, end = 0; begin < files.size(); begin = end) {
    while (end < files.size() && end - begin < kFilesOfStatement &&
           AreAlike(files[begin], layouts[begin], files[end], layouts[end])) {
      ++end;
    }
    MADAD_RETURN_IF_ERROR(
        LoadRun(context, layouts[begin], begin, end, notes.has_value() ? &*notes : nullptr));
  }
  return absl::OkStatus();
}

// A row without a key is a bad one where bad rows are left out.
absl::Status CheckKeys(LoadContext& context) {
  if (context.table.key.empty() || context.table.bad_rows == core::BadRows::kFail) {
    return absl::OkStatus();
  }
  MADAD_ASSIGN_OR_RETURN(
      const int64_t nulls,
      context.Number(core::Cat("SELECT count(*) FROM ", context.Relation(), " WHERE ",
                               QuoteIdentifier(context.table.key), " IS NULL")));
  return nulls == 0 ? absl::OkStatus() : absl::FailedPreconditionError("a key is empty");
}

}  // namespace

bool CanLoadFast(const std::vector<TextLayout>& layouts) {
  return std::all_of(layouts.begin(), layouts.end(),
                     [](const TextLayout& layout) { return layout.is_utf8; });
}

absl::Status LoadFast(LoadContext& context, const std::vector<TextLayout>& layouts) {
  absl::Status status = LoadRuns(context, layouts);
  if (status.ok()) status = CheckKeys(context);
  if (!status.ok()) {
    context.key_hashes.reset();
    MADAD_RETURN_IF_ERROR(
        context.connection.Execute(core::Cat("DROP TABLE IF EXISTS ", context.Relation())));
    return status;
  }
  MADAD_ASSIGN_OR_RETURN(context.report.rows_read,
                         context.Number(core::Cat("SELECT count(*) FROM ", context.Relation())));
  return absl::OkStatus();
}

}  // namespace madad::adapters::duckdb
