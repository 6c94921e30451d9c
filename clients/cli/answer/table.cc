#include "cli/render/table.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/answer/columns.h"
#include "cli/answer/coverage.h"
#include "cli/answer/origin.h"
#include "cli/answer/print.h"
#include "cli/render/escape.h"
#include "cli/render/style.h"
#include "cli/render/value.h"

namespace madad::cli {
namespace {

// Returns the texts of the line of totals; none without totals, and none without
// keys, where the only row is the total.
std::vector<std::string> TotalLine(const v1::QueryResponse& answer, const ShownColumns& shown) {
  std::vector<std::string> texts;
  if (answer.totals().empty() || shown.keys == 0) return texts;
  for (size_t i = 0; i < shown.columns.size(); ++i) {
    if (i < shown.keys) {
      texts.emplace_back(i == 0 ? "total" : "");
    } else {
      texts.push_back(ShownText(answer.totals(shown.columns[i].index), 0));
    }
  }
  return texts;
}

Table TableOf(const v1::QueryResponse& answer, const ShownColumns& shown) {
  Table table;
  for (const ShownColumn& column : shown.columns) {
    const bool is_number = IsNumber(answer.columns(column.index).type());
    table.columns.push_back({column.heading, is_number ? Align::kRight : Align::kLeft});
  }
  table.rows = answer.row_count();
  table.cell = [&answer, &shown](size_t column, int64_t row) {
    return ShownText(answer.columns(shown.columns[column].index), row);
  };
  table.total = TotalLine(answer, shown);
  table.keys = shown.keys;
  return table;
}

std::string FooterText(const v1::QueryResponse& answer) {
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
  const ShownColumns shown = ShowColumns(answer);
  PrintTable(TableOf(answer, shown), terminal);
  PrintFooter(answer, terminal);
}

void PrintFooter(const v1::QueryResponse& answer, const Terminal& terminal) {
  terminal.out << '\n' << Dim(FooterText(answer), terminal.color) << '\n';
  PrintWarnings(answer.warnings(), terminal.color, terminal.out);
  if (!answer.has_explanation()) return;
  terminal.out << '\n';
  PrintExplanation(answer.explanation(), terminal.out);
}

}  // namespace madad::cli
