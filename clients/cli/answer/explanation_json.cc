#include "cli/answer/print.h"
#include "cli/render/json.h"
#include "cli/render/timestamp.h"

namespace madad::cli {
namespace {

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
  json->Key("bytes");
  json->Int(scan.bytes());
  json->Key("elapsed_seconds");
  json->Double(SecondsOf(scan.elapsed()));
  json->Key("sql");
  json->String(scan.sql());
  json->Key("parameters");
  json->Strings(scan.parameters());
  json->Key("aggregates");
  json->Strings(scan.aggregates());
  json->EndObject();
}

}  // namespace

void WriteExplanationJson(const v1::Explanation& explanation, JsonWriter* json) {
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

}  // namespace madad::cli
