#include "cli/render/table.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/render/bidi.h"
#include "cli/render/escape.h"
#include "cli/render/number.h"
#include "cli/render/style.h"
#include "cli/render/timestamp.h"
#include "cli/source/print.h"

#include "madad/client/status.h"

namespace madad::cli {
namespace {

// A line of the table: a source and one of its tables; none for an empty source.
struct Line {
  const v1::Source* source;
  const v1::SourceTable* table;
};

std::vector<Line> Lines(const SourcesReport& report) {
  std::vector<Line> lines;
  for (const v1::Source& source : report.sources) {
    for (const v1::SourceTable& table : source.tables()) lines.push_back({&source, &table});
    if (source.tables().empty()) lines.push_back({&source, nullptr});
  }
  return lines;
}

std::string Count(int64_t count) { return GroupThousands(absl::StrCat(count)); }

std::string Newest(const v1::SourceTable& table) {
  return table.has_newest_event() ? TimestampText(table.newest_event()) : "-";
}

std::string Loaded(const v1::SourceTable& table) {
  return table.has_loaded_at() ? TimestampText(table.loaded_at()) : "-";
}

// `ok`, or while it is copied anew `ok, copying: 1,200 rows, 40 %`.
std::string State(const v1::SourceTable& table) {
  std::string text(StateName(StateOf(table)));
  if (table.has_copying()) absl::StrAppend(&text, ", copying: ", CopyText(table.copying()));
  return text;
}

// The cells behind the source's, in the order of the header.
std::vector<std::string> Cells(const v1::SourceTable& table) {
  return {table.name(),
          Count(table.rows_read()),
          Count(table.rows_kept()),
          Count(table.rows_rejected()),
          Count(table.duplicates_dropped()),
          Newest(table),
          Loaded(table),
          State(table)};
}

std::string CellOf(const Line& line, size_t column) {
  if (column == 0) return line.source->name();
  if (line.table == nullptr) return column == 1 ? "(no tables)" : "";
  return Cells(*line.table)[column - 1];
}

void PrintRefusal(const v1::SourceTable& table, const Terminal& terminal) {
  const client::Error error = client::FromStatus(table.error());
  const bool is_stale = StateOf(table) == TableState::kStale;
  terminal.out << Red(absl::StrCat(EscapeLine(table.name()), ":"), terminal.color) << ' '
               << EscapeLines(error.message);
  if (!error.reason.empty()) terminal.out << " (" << EscapeLine(error.reason) << ')';
  terminal.out << (is_stale ? "\n  its last good version stays in use\n" : "\n");
}

// `  leads.csv:17  created_at  not a date: "yesterday"`
void PrintRejectedRow(const v1::RejectedRow& row, const Terminal& terminal) {
  std::string place = EscapeLine(row.file());
  place = Isolated(place, terminal);
  if (row.line() > 0) absl::StrAppend(&place, ":", row.line());
  terminal.out << "  " << place;
  if (!row.column().empty()) {
    terminal.out << "  " << Isolated(EscapeLine(row.column()), terminal);
  }
  terminal.out << "  " << Isolated(EscapeLine(row.reason()), terminal) << '\n';
}

void PrintRejections(const v1::SourceTable& table, const Terminal& terminal) {
  const int64_t rejected = table.rows_rejected();
  terminal.out << Yellow(absl::StrCat(EscapeLine(table.name()), ":"), terminal.color) << ' '
               << Count(rejected) << (rejected == 1 ? " row" : " rows") << " rejected";
  if (rejected > table.rejected_size() && !table.rejected().empty()) {
    terminal.out << ", the first " << table.rejected_size();
  }
  terminal.out << '\n';
  for (const v1::RejectedRow& row : table.rejected()) PrintRejectedRow(row, terminal);
}

void PrintFindings(const v1::Source& source, const Terminal& terminal) {
  for (const v1::SourceTable& table : source.tables()) {
    if (table.has_error()) PrintRefusal(table, terminal);
    if (table.rows_rejected() > 0) PrintRejections(table, terminal);
  }
}

}  // namespace

void PrintSourcesTable(const SourcesReport& report, const Terminal& terminal) {
  const std::vector<Line> lines = Lines(report);
  const auto cell = [&lines](size_t column, int64_t row) {
    return CellOf(lines[static_cast<size_t>(row)], column);
  };
  PrintTable({{{"source"},
               {"table"},
               {"read", Align::kRight},
               {"kept", Align::kRight},
               {"rejected", Align::kRight},
               {"duplicates", Align::kRight},
               {"newest event"},
               {"loaded at"},
               {"state"}},
              static_cast<int64_t>(lines.size()),
              cell,
              /*total=*/{},
              /*keys=*/2},
             terminal);
  for (const v1::Source& source : report.sources) PrintFindings(source, terminal);
  if (!report.is_refresh) return;
  terminal.out << (report.loaded.empty()
                       ? std::string("nothing was loaded anew")
                       : "loaded anew: " + EscapeLine(absl::StrJoin(report.loaded, ", ")))
               << '\n';
}

}  // namespace madad::cli
