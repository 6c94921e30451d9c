#include "cli/render/table.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/answer/coverage.h"
#include "cli/answer/print.h"
#include "cli/render/escape.h"
#include "cli/render/value.h"

namespace madad::cli {
namespace {

std::vector<TableColumn> Headers(const v1::QueryResponse& answer) {
  std::vector<TableColumn> headers;
  for (const v1::Column& column : answer.columns()) {
    std::string header = column.name();
    if (!column.currency().empty()) absl::StrAppend(&header, " (", column.currency(), ")");
    headers.push_back({header, IsNumber(column.type()) ? Align::kRight : Align::kLeft});
  }
  return headers;
}

std::string Footer(const v1::QueryResponse& answer) {
  std::string footer = absl::StrCat(answer.row_count(), answer.row_count() == 1 ? " row" : " rows",
                                    " | ", CoverageText(answer.range()));
  const std::string as_of = AsOfText(answer.snapshot());
  if (!as_of.empty()) absl::StrAppend(&footer, " | as of ", as_of);
  if (!answer.snapshot().id().empty()) {
    absl::StrAppend(&footer, " | snapshot ", answer.snapshot().id());
  }
  return EscapeLine(footer);
}

}  // namespace

void PrintAnswerTable(const v1::QueryResponse& answer, const Terminal& terminal) {
  const auto cell = [&answer](size_t column, int64_t row) {
    return HumanText(answer.columns(static_cast<int>(column)), row);
  };
  PrintTable(Headers(answer), answer.row_count(), cell, terminal.color, terminal.out);
  terminal.out << '\n' << Dim(Footer(answer), terminal.color) << '\n';
  PrintWarnings(answer, terminal.color, terminal.out);
  if (answer.has_explanation()) {
    terminal.out << '\n';
    PrintExplanation(answer.explanation(), terminal.out);
  }
}

void PrintWarnings(const v1::QueryResponse& answer, bool color, std::ostream& out) {
  for (const v1::Warning& warning : answer.warnings()) {
    out << Yellow("warning:", color) << ' ' << EscapeLines(warning.message());
    if (!warning.subject().empty()) out << " [" << EscapeLine(warning.subject()) << ']';
    if (!warning.reason().empty()) out << " (" << EscapeLine(warning.reason()) << ')';
    out << '\n';
  }
}

}  // namespace madad::cli
