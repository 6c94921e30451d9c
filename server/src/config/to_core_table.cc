// Tables.
#include "absl/strings/str_cat.h"

#include "config/read_word.h"
#include "config/to_core_parts.h"

namespace madad::config {
namespace {

using core::BadRows;
using core::FileFormat;
using core::Keep;

const Words<FileFormat>& Formats() {
  static const auto& words = *new Words<FileFormat>{{"csv", FileFormat::kCsv},
                                                    {"json", FileFormat::kJson},
                                                    {"parquet", FileFormat::kParquet},
                                                    {"tsv", FileFormat::kTsv}};
  return words;
}

const Words<BadRows>& BadRowWords() {
  static const auto& words = *new Words<BadRows>{
      {"fail", BadRows::kFail}, {"reject_file", BadRows::kRejectFile}, {"skip", BadRows::kSkip}};
  return words;
}

core::TextFormat TextToCore(const v1::Table::CsvOptions& csv) {
  return {.delimiter = csv.delimiter(),
          .quote = csv.quote(),
          .encoding = csv.encoding(),
          .decimal_separator = csv.decimal_separator(),
          .thousands_separator = csv.thousands_separator(),
          .skip = csv.skip()};
}

core::Duplicates DuplicatesToCore(const v1::Table::Duplicates& duplicates, const std::string& path,
                                  ProblemLog& log) {
  static const auto& words =
      *new Words<Keep>{{"fail", Keep::kFail}, {"first", Keep::kFirst}, {"latest", Keep::kLatest}};
  const std::string keep = path + ".keep";
  core::Duplicates result{.keep = ReadWord(duplicates.keep(), words, Keep::kFail,
                                           "unknown way to keep rows", keep, log),
                          .by = duplicates.by()};
  // Whether `by` belongs there is not known then.
  if (log.IsUnread(keep)) result.by.clear();
  return result;
}

}  // namespace

core::Table TableToCore(const std::string& name, const v1::Table& table, ProblemLog& log) {
  const std::string path = absl::StrCat("tables.", name);
  core::Table result{.name = name,
                     .source = table.source(),
                     .files = table.files(),
                     .query = table.query(),
                     .relation = table.relation(),
                     .mode = ReadMode(table.mode(), path + ".mode", log),
                     .watermark = table.watermark(),
                     .entity = table.entity(),
                     .key = table.key(),
                     .currency = table.currency(),
                     .format = ReadWord(table.format(), Formats(), FileFormat::kByName,
                                        "unknown format", path + ".format", log),
                     .text = TextToCore(table.csv()),
                     .bad_rows = ReadWord(table.bad_rows(), BadRowWords(), BadRows::kFail,
                                          "unknown way to treat bad rows", path + ".bad_rows", log),
                     .duplicates = DuplicatesToCore(table.duplicates(), path + ".duplicates", log),
                     .columns = {},
                     .joins = {}};
  for (const auto& [key, column] : table.columns()) {
    result.columns[key] = ColumnToCore(key, column, absl::StrCat(path, ".columns.", key), log);
  }
  for (const auto& [key, join] : table.joins()) {
    result.joins[key] = {.name = key, .table = join.table(), .on = join.on()};
  }
  return result;
}

}  // namespace madad::config
