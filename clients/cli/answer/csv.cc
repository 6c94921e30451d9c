#include "cli/render/csv.h"

#include "cli/answer/print.h"
#include "cli/render/value.h"

namespace madad::cli {

void PrintAnswerCsv(const v1::QueryResponse& answer, const Terminal& terminal) {
  CsvWriter csv(terminal.out, static_cast<size_t>(answer.columns_size()));
  for (const v1::Column& column : answer.columns()) csv.Field(column.name());
  for (int64_t row = 0; row < answer.row_count() && terminal.out; ++row) {
    for (const v1::Column& column : answer.columns()) {
      if (IsNull(column, row)) {
        csv.Field(std::nullopt);
      } else {
        csv.Field(ExactText(column, row));
      }
    }
  }
  PrintWarnings(answer, terminal.color, terminal.err);
  if (answer.has_explanation()) PrintExplanation(answer.explanation(), terminal.err);
}

}  // namespace madad::cli
