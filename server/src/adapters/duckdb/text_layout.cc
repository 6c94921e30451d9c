#include "adapters/duckdb/text_layout.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "adapters/duckdb/table_columns.h"
#include "core/status.h"
#include "core/text.h"
#include "core/utf8.h"

namespace madad::adapters::duckdb {
namespace {

constexpr char kUsualDelimiters[] = {',', ';', '\t', '|'};

// Digits of the largest whole number beneath which a double holds every one.
constexpr size_t kExactDigits = 15;

// The names of a header, each told from those before it.
std::vector<std::string> NamesOf(const Record& record) {
  std::vector<std::string> names;
  std::map<std::string, int> seen;
  for (const std::string_view field : record.fields) {
    std::string name(field);
    const int before = seen[name]++;
    if (before > 0) core::Append(&name, "_", before);
    names.push_back(std::move(name));
  }
  return names;
}

size_t CountOwn(const core::Table& table, const std::vector<std::string>& header) {
  const std::vector<const core::Column*> columns = OwnColumns(table);
  return static_cast<size_t>(
      std::count_if(columns.begin(), columns.end(), [&](const core::Column* column) {
        return std::find(header.begin(), header.end(), column->from) != header.end();
      }));
}

// The delimiter under which the header has most of the columns wanted, then
// most columns at all.
absl::StatusOr<char> FindDelimiter(const core::Table& table, const FileInfo& file, char quote,
                                   RecordReader& reader) {
  if (!table.text.delimiter.empty()) return table.text.delimiter.front();
  if (file.kind.format == core::FileFormat::kTsv) return '\t';
  std::tuple<size_t, size_t> best{0, 0};
  char delimiter = ',';
  for (const char candidate : kUsualDelimiters) {
    Record record;
    MADAD_RETURN_IF_ERROR(reader.Peek({candidate, quote}, record).status());
    const std::vector<std::string> header = NamesOf(record);
    const std::tuple score(CountOwn(table, header), header.size());
    if (score <= best) continue;
    best = score;
    delimiter = candidate;
  }
  return delimiter;
}

// Whether a column of whole numbers has one in `row` that no double holds.
bool HasWideNumbers(const core::Table& table, const std::vector<std::string>& header,
                    const Record& row) {
  for (const core::Column* column : OwnColumns(table)) {
    if (column->type != core::Type::kInt64) continue;
    const auto at =
        static_cast<size_t>(std::find(header.begin(), header.end(), column->from) - header.begin());
    if (at < row.fields.size() && row.fields[at].size() > kExactDigits) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<RecordReader> OpenText(const core::Source& source, const core::Table& table,
                                      const FileInfo& file) {
  MADAD_ASSIGN_OR_RETURN(OpenFile opened, OpenBeneath(source, table, file.name));
  absl::StatusOr<TextStream> text =
      DecodeText(OpenBytes(std::move(opened), file.kind.compression), table.text.encoding);
  if (!text.ok()) return InvalidFile(table, file.name, text.status().message());
  RecordReader reader(std::move(*text));
  const absl::Status skipped = reader.SkipLines(table.text.skip);
  if (!skipped.ok()) return InvalidFile(table, file.name, skipped.message());
  return reader;
}

absl::StatusOr<TextLayout> ReadLayout(const core::Table& table, const FileInfo& file,
                                      RecordReader& reader) {
  TextLayout layout;
  if (!table.text.quote.empty()) layout.delimiters.quote = table.text.quote.front();
  const absl::StatusOr<char> delimiter =
      FindDelimiter(table, file, layout.delimiters.quote, reader);
  if (!delimiter.ok()) return InvalidFile(table, file.name, delimiter.status().message());
  layout.delimiters.delimiter = *delimiter;
  Record record;
  const absl::StatusOr<bool> found = reader.Next(layout.delimiters, record);
  if (!found.ok()) return InvalidFile(table, file.name, found.status().message());
  if (!*found) return InvalidFile(table, file.name, "the file is empty; expected a header");
  if (!record.problem.empty()) {
    return InvalidFile(table, file.name,
                       core::Cat("the header in line ", record.line, ": ", record.problem));
  }
  layout.header = NamesOf(record);
  for (std::string& name : layout.header) {
    if (core::FindInvalidUtf8(name) != std::string::npos) name = core::Clip(name, name.size());
  }
  MADAD_RETURN_IF_ERROR(CheckHeader(table, file.name, layout.header));
  layout.is_utf8 = !reader.text().converted;
  const absl::StatusOr<bool> row = reader.Peek(layout.delimiters, record);
  layout.has_wide_numbers = row.ok() && *row && HasWideNumbers(table, layout.header, record);
  return layout;
}

}  // namespace madad::adapters::duckdb
