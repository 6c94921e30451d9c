#include "cli/render/json.h"

#include "cli/answer/origin.h"
#include "cli/answer/print.h"
#include "cli/rows/print.h"

namespace madad::cli {
namespace {

void WriteRows(const v1::QueryResponse& answer, const std::ostream& out, JsonWriter* json) {
  json->Key("rows");
  json->BeginArray();
  for (int64_t row = 0; row < answer.row_count() && out; ++row) {
    WriteJsonRow(answer.columns(), row, json);
  }
  json->EndArray();
}

// One row of the same columns.
void WriteTotals(const v1::QueryResponse& answer, JsonWriter* json) {
  if (answer.totals().empty()) return;
  json->Key("totals");
  WriteJsonRow(answer.totals(), 0, json);
}

}  // namespace

void PrintAnswerJson(const v1::QueryResponse& answer, const Terminal& terminal) {
  JsonWriter json(terminal.out);
  json.BeginObject();
  WriteJsonColumns(answer.columns(), &json);
  WriteRows(answer, terminal.out, &json);
  WriteTotals(answer, &json);
  WriteRangeJson(answer.range(), &json);
  WriteSnapshotJson(answer.snapshot(), &json);
  WriteWarningsJson(answer.warnings(), &json);
  WritePluginVersionsJson(answer.plugin_versions(), &json);
  if (answer.has_explanation()) WriteExplanationJson(answer.explanation(), &json);
  json.EndObject();
}

}  // namespace madad::cli
