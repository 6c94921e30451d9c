#include "absl/strings/str_format.h"

#include "rpc/convert.h"
#include "rpc/convert_types.h"

namespace madad::rpc {
namespace {

void ToScan(const core::ScanReport& scan, v1::ScanPlan& out) {
  out.set_table(scan.table);
  out.set_source(scan.source);
  out.set_engine(scan.engine);
  out.set_sql(scan.sql);
  for (const std::string& parameter : scan.parameters) out.add_parameters(parameter);
  out.set_rows(scan.rows);
  out.set_bytes(scan.bytes);
  *out.mutable_elapsed() = ToDuration(scan.elapsed);
  for (const std::string& aggregate : scan.aggregates) out.add_aggregates(aggregate);
}

// A civil time as the request writes it: a day when it is midnight.
std::string CivilText(core::Timestamp time) {
  const absl::CivilSecond civil =
      absl::ToCivilSecond(absl::FromUnixMicros(time.micros), absl::UTCTimeZone());
  const std::string day = absl::FormatCivilTime(absl::CivilDay(civil));
  if (civil == absl::CivilSecond(absl::CivilDay(civil))) return day;
  return absl::StrFormat("%sT%02d:%02d:%02d", day, civil.hour(), civil.minute(), civil.second());
}

void ToWarning(const core::ResultWarning& warning, v1::Warning& out) {
  out.set_reason(warning.reason);
  out.set_message(warning.message);
  out.set_subject(warning.subject);
}

// From what the figures were computed.
void ToOrigin(const core::Result& result, v1::QueryResponse& response) {
  response.mutable_snapshot()->set_id(result.snapshot_id);
  if (result.as_of) *response.mutable_snapshot()->mutable_as_of() = ToTimestamp(*result.as_of);
  if (result.from) response.mutable_range()->set_from(CivilText(*result.from));
  if (result.to) response.mutable_range()->set_to(CivilText(*result.to));
  for (const auto& [plugin, version] : result.plugin_versions) {
    // The catalog's own metrics have no plugin.
    if (!plugin.empty()) (*response.mutable_plugin_versions())[plugin] = version;
  }
}

}  // namespace

void ToExplanation(const core::Result& result, v1::Explanation& out) {
  for (const core::ScanReport& scan : result.scans) ToScan(scan, *out.add_scans());
  for (const std::string& line : result.finish) out.add_finish(line);
}

void ToRows(const core::Result& result, RowRange rows, v1::QueryResponse& response) {
  for (const core::ResultColumn& column : result.columns) {
    ToColumn(column, rows, *response.add_columns());
  }
  response.set_row_count(static_cast<int64_t>(rows.end - rows.begin));
}

void ToHead(const core::Result& result, v1::QueryResponse& response) {
  ToOrigin(result, response);
  for (const core::ResultWarning& warning : result.warnings) {
    ToWarning(warning, *response.add_warnings());
  }
  if (!result.scans.empty() || !result.finish.empty()) {
    ToExplanation(result, *response.mutable_explanation());
  }
  for (const core::ResultColumn& column : result.totals) {
    ToColumn(column, {0, column.size()}, *response.add_totals());
  }
}

}  // namespace madad::rpc
