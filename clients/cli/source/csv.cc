#include "cli/render/csv.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "cli/render/timestamp.h"
#include "cli/source/print.h"

namespace madad::cli {
namespace {

constexpr std::array<const char*, 10> kHeader = {
    "source",     "table",        "rows_read", "rows_kept", "rows_rejected",
    "duplicates", "newest_event", "loaded_at", "state",     "message"};

void WriteTable(const v1::Source& source, const v1::SourceTable& table, CsvWriter* csv) {
  csv->Field(source.name());
  csv->Field(table.name());
  for (const int64_t count :
       {table.rows_read(), table.rows_kept(), table.rows_rejected(), table.duplicates_dropped()}) {
    csv->Field(absl::StrCat(count));
  }
  const auto instant = [csv](bool known, const google::protobuf::Timestamp& timestamp) {
    csv->Field(known ? std::optional(TimestampText(timestamp)) : std::nullopt);
  };
  instant(table.has_newest_event(), table.newest_event());
  instant(table.has_loaded_at(), table.loaded_at());
  csv->Field(StateName(StateOf(table)));
  csv->Field(table.has_error() ? std::optional(table.error().message()) : std::nullopt);
}

}  // namespace

void PrintSourcesCsv(const SourcesReport& report, const Terminal& terminal) {
  CsvWriter csv(terminal.out, kHeader.size());
  for (const char* name : kHeader) csv.Field(name);
  for (const v1::Source& source : report.sources) {
    for (const v1::SourceTable& table : source.tables()) WriteTable(source, table, &csv);
  }
}

}  // namespace madad::cli
