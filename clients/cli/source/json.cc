#include "cli/render/json.h"

#include "cli/render/error_json.h"
#include "cli/render/timestamp.h"
#include "cli/source/print.h"

namespace madad::cli {
namespace {

void WriteInt(std::string_view key, int64_t value, JsonWriter* json) {
  json->Key(key);
  json->Int(value);
}

void WriteInstant(std::string_view key, bool known, const google::protobuf::Timestamp& instant,
                  JsonWriter* json) {
  json->Key(key);
  json->StringOrNull(known ? TimestampText(instant) : "");
}

void WriteRejectedRow(const v1::RejectedRow& row, JsonWriter* json) {
  json->BeginObject();
  json->Key("file");
  json->String(row.file());
  json->Key("line");
  if (row.line() > 0) {
    json->Int(row.line());
  } else {
    json->Null();
  }
  json->Key("column");
  json->StringOrNull(row.column());
  json->Key("reason");
  json->String(row.reason());
  json->EndObject();
}

void WriteCounts(const v1::SourceTable& table, JsonWriter* json) {
  WriteInt("file_count", table.file_count(), json);
  WriteInt("rows_read", table.rows_read(), json);
  WriteInt("rows_kept", table.rows_kept(), json);
  WriteInt("rows_rejected", table.rows_rejected(), json);
  WriteInt("duplicates_dropped", table.duplicates_dropped(), json);
}

void WriteCopying(const v1::Copying& copying, JsonWriter* json) {
  json->Key("copying");
  json->BeginObject();
  WriteInt("rows", copying.rows(), json);
  json->Key("share");
  const std::optional<double> share = ShareCopied(copying);
  share ? json->Double(*share) : json->Null();
  WriteInstant("started_at", true, copying.started_at(), json);
  json->EndObject();
}

void WriteTable(const v1::SourceTable& table, JsonWriter* json) {
  json->BeginObject();
  json->Key("name");
  json->String(table.name());
  json->Key("state");
  json->String(StateName(StateOf(table)));
  json->Key("files");
  json->StringOrNull(table.files());
  WriteCounts(table, json);
  WriteInstant("newest_event", table.has_newest_event(), table.newest_event(), json);
  WriteInstant("loaded_at", table.has_loaded_at(), table.loaded_at(), json);
  json->Key("load_seconds");
  json->Double(SecondsOf(table.load_time()));
  json->Key("optimized");
  json->Bool(table.optimized());
  if (table.has_copying()) WriteCopying(table.copying(), json);
  if (table.has_error()) WriteErrorJson(table.error(), json);
  json->Key("rejected");
  json->BeginArray();
  for (const v1::RejectedRow& row : table.rejected()) WriteRejectedRow(row, json);
  json->EndArray();
  json->EndObject();
}

void WriteSource(const v1::Source& source, JsonWriter* json) {
  json->BeginObject();
  json->Key("name");
  json->String(source.name());
  json->Key("kind");
  json->StringOrNull(source.kind());
  json->Key("snapshot");
  json->StringOrNull(source.snapshot());
  json->Key("tables");
  json->BeginArray();
  for (const v1::SourceTable& table : source.tables()) WriteTable(table, json);
  json->EndArray();
  json->EndObject();
}

}  // namespace

void PrintSourcesJson(const SourcesReport& report, const Terminal& terminal) {
  JsonWriter json(terminal.out);
  json.BeginObject();
  json.Key("sources");
  json.BeginArray();
  for (const v1::Source& source : report.sources) WriteSource(source, &json);
  json.EndArray();
  if (report.is_refresh) {
    json.Key("loaded");
    json.Strings(report.loaded);
  }
  json.EndObject();
}

}  // namespace madad::cli
