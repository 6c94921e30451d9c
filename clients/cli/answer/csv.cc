#include "cli/render/csv.h"

#include "cli/answer/origin.h"
#include "cli/answer/print.h"
#include "cli/render/escape.h"
#include "cli/render/value.h"
#include "cli/rows/print.h"

namespace madad::cli {
namespace {

// `total: lead_count=2296, win_rate=0.118`
void PrintTotals(const v1::QueryResponse& answer, std::ostream& out) {
  if (answer.totals().empty()) return;
  const char* separator = "total: ";
  for (const v1::Column& column : answer.totals()) {
    if (column.role() == v1::COLUMN_ROLE_DIMENSION || column.role() == v1::COLUMN_ROLE_PERIOD) {
      continue;
    }
    const std::string value = IsNull(column, 0) ? "-" : ExactText(column, 0);
    out << separator << EscapeLine(column.name()) << '=' << EscapeLine(value);
    separator = ", ";
  }
  out << '\n';
}

}  // namespace

void PrintAnswerCsv(const v1::QueryResponse& answer, const Terminal& terminal) {
  CsvWriter csv(terminal.out, static_cast<size_t>(answer.columns_size()));
  WriteCsvHeader(answer.columns(), &csv);
  for (int64_t row = 0; row < answer.row_count() && terminal.out; ++row) {
    WriteCsvRow(answer.columns(), row, &csv);
  }
  PrintTotals(answer, terminal.err);
  PrintWarnings(answer.warnings(), terminal.color, terminal.err);
  if (answer.has_explanation()) PrintExplanation(answer.explanation(), terminal.err);
}

}  // namespace madad::cli
