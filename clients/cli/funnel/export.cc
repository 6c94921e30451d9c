#include "cli/answer/origin.h"
#include "cli/funnel/print.h"
#include "cli/model/state.h"
#include "cli/render/json.h"
#include "cli/rows/print.h"

namespace madad::cli {

void PrintFunnelCsv(const FunnelAnswer& answer, const Terminal& terminal) {
  if (!answer.tables.empty()) PrintRowsCsv(answer.tables.front().second, terminal);
  PrintWarnings(answer.response.warnings(), terminal.color, terminal.err);
}

void PrintFunnelJson(const FunnelAnswer& answer, const Terminal& terminal) {
  const v1::FunnelResponse& response = answer.response;
  JsonWriter json(terminal.out);
  json.BeginObject();
  json.Key("tables");
  json.BeginObject();
  for (const auto& [name, rows] : answer.tables) {
    json.Key(name);
    WriteRowsJson(rows, &json);
  }
  json.EndObject();
  json.Key("parameters");
  json.Raw(JsonText(response.parameters()));
  WriteRangeJson(response.range(), &json);
  WriteSnapshotJson(response.snapshot(), &json);
  WriteWarningsJson(response.warnings(), &json);
  WritePluginVersionsJson(response.plugin_versions(), &json);
  json.EndObject();
}

}  // namespace madad::cli
