#include "cli/render/json.h"

#include <map>
#include <string>

#include "cli/answer/coverage.h"
#include "cli/answer/print.h"
#include "cli/names.h"
#include "cli/render/value.h"

namespace madad::cli {
namespace {

void WriteColumns(const v1::QueryResponse& answer, JsonWriter* json) {
  json->Key("columns");
  json->BeginArray();
  for (const v1::Column& column : answer.columns()) {
    json->BeginObject();
    json->Key("name");
    json->String(column.name());
    json->Key("type");
    json->String(TypeName(column.type()));
    json->Key("unit");
    json->StringOrNull(UnitName(column.unit()));
    if (!column.currency().empty()) {
      json->Key("currency");
      json->String(column.currency());
    }
    json->EndObject();
  }
  json->EndArray();
}

void WriteCell(const v1::Column& column, int64_t row, JsonWriter* json) {
  if (IsNull(column, row)) {
    json->Null();
  } else if (IsText(column.type())) {
    json->String(ExactText(column, row));
  } else if (column.type() == v1::TYPE_DOUBLE) {
    json->Double(column.double_values(static_cast<int>(row)));
  } else {
    json->Raw(ExactText(column, row));
  }
}

void WriteRows(const v1::QueryResponse& answer, const std::ostream& out, JsonWriter* json) {
  json->Key("rows");
  json->BeginArray();
  for (int64_t row = 0; row < answer.row_count() && out; ++row) {
    json->BeginArray();
    for (const v1::Column& column : answer.columns()) WriteCell(column, row, json);
    json->EndArray();
  }
  json->EndArray();
}

void WriteWarnings(const v1::QueryResponse& answer, JsonWriter* json) {
  json->Key("warnings");
  json->BeginArray();
  for (const v1::Warning& warning : answer.warnings()) {
    json->BeginObject();
    json->Key("reason");
    json->String(warning.reason());
    json->Key("message");
    json->String(warning.message());
    json->Key("subject");
    json->StringOrNull(warning.subject());
    json->EndObject();
  }
  json->EndArray();
}

// One row of the same columns.
void WriteTotals(const v1::QueryResponse& answer, JsonWriter* json) {
  if (answer.totals().empty()) return;
  json->Key("totals");
  json->BeginArray();
  for (const v1::Column& column : answer.totals()) WriteCell(column, 0, json);
  json->EndArray();
}

void WriteRange(const v1::TimeRange& range, JsonWriter* json) {
  json->Key("range");
  json->BeginObject();
  json->Key("from");
  json->StringOrNull(range.from());
  json->Key("to");
  json->StringOrNull(range.to());
  json->EndObject();
}

void WritePluginVersions(const v1::QueryResponse& answer, JsonWriter* json) {
  if (answer.plugin_versions().empty()) return;
  json->Key("plugin_versions");
  json->BeginObject();
  // Sorted, so that equal answers print equally.
  for (const auto& [plugin, version] : std::map<std::string, std::string>(
           answer.plugin_versions().begin(), answer.plugin_versions().end())) {
    json->Key(plugin);
    json->String(version);
  }
  json->EndObject();
}

}  // namespace

void PrintAnswerJson(const v1::QueryResponse& answer, const Terminal& terminal) {
  JsonWriter json(terminal.out);
  json.BeginObject();
  WriteColumns(answer, &json);
  WriteRows(answer, terminal.out, &json);
  WriteTotals(answer, &json);
  WriteRange(answer.range(), &json);
  json.Key("as_of");
  json.StringOrNull(AsOfText(answer.snapshot()));
  json.Key("snapshot");
  json.StringOrNull(answer.snapshot().id());
  WriteWarnings(answer, &json);
  WritePluginVersions(answer, &json);
  if (answer.has_explanation()) WriteExplanationJson(answer.explanation(), &json);
  json.EndObject();
}

}  // namespace madad::cli
