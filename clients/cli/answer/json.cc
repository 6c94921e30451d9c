#include "cli/render/json.h"

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

void WriteScan(const v1::ScanPlan& scan, JsonWriter* json) {
  json->BeginObject();
  json->Key("table");
  json->String(scan.table());
  json->Key("source");
  json->String(scan.source());
  json->Key("engine");
  json->String(scan.engine());
  json->Key("rows");
  json->Int(scan.rows());
  json->Key("elapsed_seconds");
  json->Double(static_cast<double>(scan.elapsed().seconds()) +
               static_cast<double>(scan.elapsed().nanos()) / 1e9);
  json->Key("sql");
  json->String(scan.sql());
  json->Key("parameters");
  json->Strings(scan.parameters());
  json->Key("aggregates");
  json->Strings(scan.aggregates());
  json->EndObject();
}

void WriteExplanation(const v1::Explanation& explanation, JsonWriter* json) {
  json->Key("explanation");
  json->BeginObject();
  json->Key("scans");
  json->BeginArray();
  for (const v1::ScanPlan& scan : explanation.scans()) WriteScan(scan, json);
  json->EndArray();
  json->Key("finish");
  json->Strings(explanation.finish());
  json->EndObject();
}

}  // namespace

void PrintAnswerJson(const v1::QueryResponse& answer, const Terminal& terminal) {
  JsonWriter json(terminal.out);
  json.BeginObject();
  WriteColumns(answer, &json);
  WriteRows(answer, terminal.out, &json);
  json.Key("as_of");
  json.StringOrNull(AsOfText(answer.snapshot()));
  json.Key("snapshot");
  json.StringOrNull(answer.snapshot().id());
  WriteWarnings(answer, &json);
  if (answer.has_explanation()) WriteExplanation(answer.explanation(), &json);
  json.EndObject();
}

}  // namespace madad::cli
