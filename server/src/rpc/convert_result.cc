#include <algorithm>

#include "absl/strings/str_format.h"

#include "core/status.h"
#include "rpc/convert.h"

namespace madad::rpc {
namespace {

v1::Type ToType(core::Type type) {
  switch (type) {
    case core::Type::kBool:
      return v1::TYPE_BOOL;
    case core::Type::kInt64:
      return v1::TYPE_INT64;
    case core::Type::kDouble:
      return v1::TYPE_DOUBLE;
    case core::Type::kDecimal:
      return v1::TYPE_DECIMAL;
    case core::Type::kString:
      return v1::TYPE_STRING;
    case core::Type::kDate:
      return v1::TYPE_DATE;
    case core::Type::kTimestamp:
      return v1::TYPE_TIMESTAMP;
    case core::Type::kDuration:
      return v1::TYPE_DURATION;
    case core::Type::kNull:
      return v1::TYPE_UNSPECIFIED;
  }
  return v1::TYPE_UNSPECIFIED;
}

v1::ColumnRole ToRole(core::ColumnRole role) {
  switch (role) {
    case core::ColumnRole::kDimension:
      return v1::COLUMN_ROLE_DIMENSION;
    case core::ColumnRole::kPeriod:
      return v1::COLUMN_ROLE_PERIOD;
    case core::ColumnRole::kMetric:
      return v1::COLUMN_ROLE_METRIC;
    case core::ColumnRole::kCompanion:
      return v1::COLUMN_ROLE_COMPANION;
  }
  return v1::COLUMN_ROLE_UNSPECIFIED;
}

// The same order in both enumerations, one apart from nothing.
v1::Unit ToUnit(core::Unit unit) { return static_cast<v1::Unit>(unit); }
static_assert(static_cast<int>(core::Unit::kUnspecified) == v1::UNIT_UNSPECIFIED &&
              static_cast<int>(core::Unit::kCount) == v1::UNIT_COUNT &&
              static_cast<int>(core::Unit::kPercent) == v1::UNIT_PERCENT &&
              static_cast<int>(core::Unit::kRatio) == v1::UNIT_RATIO &&
              static_cast<int>(core::Unit::kMoney) == v1::UNIT_MONEY &&
              static_cast<int>(core::Unit::kDuration) == v1::UNIT_DURATION &&
              static_cast<int>(core::Unit::kScore) == v1::UNIT_SCORE);

v1::Direction ToDirection(core::Direction direction) {
  return static_cast<v1::Direction>(direction);
}
static_assert(static_cast<int>(core::Direction::kUnspecified) == v1::DIRECTION_UNSPECIFIED &&
              static_cast<int>(core::Direction::kHigherIsBetter) ==
                  v1::DIRECTION_HIGHER_IS_BETTER &&
              static_cast<int>(core::Direction::kLowerIsBetter) == v1::DIRECTION_LOWER_IS_BETTER &&
              static_cast<int>(core::Direction::kNeutral) == v1::DIRECTION_NEUTRAL);

// One bit a row; empty when every row is valid.
std::string PackValidity(const std::vector<uint8_t>& valid) {
  if (std::all_of(valid.begin(), valid.end(), [](uint8_t one) { return one != 0; })) return {};
  std::string bits((valid.size() + 7) / 8, '\0');
  for (size_t row = 0; row < valid.size(); ++row) {
    if (valid[row] != 0) bits[row / 8] = static_cast<char>(bits[row / 8] | (1 << (row % 8)));
  }
  return bits;
}

void ToColumn(const core::ResultColumn& column, v1::Column& out) {
  out.set_name(column.name);
  out.set_role(ToRole(column.role));
  out.set_type(ToType(column.type));
  out.set_unit(ToUnit(column.unit));
  out.set_currency(column.currency);
  out.set_scale(column.scale);
  out.set_validity(PackValidity(column.valid));
  if (const auto* doubles = std::get_if<std::vector<double>>(&column.values)) {
    out.mutable_double_values()->Add(doubles->begin(), doubles->end());
  } else if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values)) {
    for (const std::string& text : *texts) out.add_string_values(text);
  } else {
    const auto& integers = std::get<std::vector<int64_t>>(column.values);
    out.mutable_int64_values()->Add(integers.begin(), integers.end());
  }
}

void ToScan(const core::ScanReport& scan, v1::ScanPlan& out) {
  out.set_table(scan.table);
  out.set_source(scan.source);
  out.set_engine(scan.engine);
  out.set_sql(scan.sql);
  for (const std::string& parameter : scan.parameters) out.add_parameters(parameter);
  out.set_rows(scan.rows);
  const int64_t nanos = absl::ToInt64Nanoseconds(scan.elapsed);
  out.mutable_elapsed()->set_seconds(nanos / 1'000'000'000);
  out.mutable_elapsed()->set_nanos(static_cast<int32_t>(nanos % 1'000'000'000));
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

void ToTimestamp(core::Timestamp time, google::protobuf::Timestamp& out) {
  int64_t seconds = time.micros / 1'000'000;
  int64_t micros = time.micros % 1'000'000;
  if (micros < 0) {
    micros += 1'000'000;
    --seconds;
  }
  out.set_seconds(seconds);
  out.set_nanos(static_cast<int32_t>(micros * 1000));
}

std::string LabelIn(const core::MetricDefinition& metric, std::string_view language) {
  for (const std::string& tag : {std::string(language), std::string("en")}) {
    if (const auto label = metric.labels.find(tag); label != metric.labels.end()) {
      return label->second;
    }
  }
  return metric.id;
}

}  // namespace

void ToResponse(const core::Result& result, v1::QueryResponse& response) {
  for (const core::ResultColumn& column : result.columns) ToColumn(column, *response.add_columns());
  response.set_row_count(static_cast<int64_t>(result.row_count()));
  response.mutable_snapshot()->set_id(result.snapshot_id);
  if (result.as_of) ToTimestamp(*result.as_of, *response.mutable_snapshot()->mutable_as_of());
  for (const core::ResultWarning& warning : result.warnings) {
    v1::Warning& out = *response.add_warnings();
    out.set_reason(warning.reason);
    out.set_message(warning.message);
    out.set_subject(warning.subject);
  }
  for (const core::ScanReport& scan : result.scans) {
    ToScan(scan, *response.mutable_explanation()->add_scans());
  }
  for (const std::string& line : result.finish) response.mutable_explanation()->add_finish(line);
  if (result.from) response.mutable_range()->set_from(CivilText(*result.from));
  if (result.to) response.mutable_range()->set_to(CivilText(*result.to));
  for (const auto& [plugin, version] : result.plugin_versions) {
    (*response.mutable_plugin_versions())[plugin] = version;
  }
}

v1::Metric ToMetric(const core::PreparedMetric& metric, const core::World& world,
                    std::string_view language) {
  const core::MetricDefinition& definition = metric.definition;
  v1::Metric out;
  out.set_id(definition.id);
  out.set_label(LabelIn(definition, language));
  out.set_description(definition.description);
  out.set_formula(core::Formula(definition));
  out.set_unit(ToUnit(definition.unit));
  out.set_direction(ToDirection(definition.direction));
  out.set_table(definition.from);
  out.set_time_column(definition.at);
  for (const std::string& need : metric.needs) out.add_needs(need);
  for (const std::string& dimension : metric.dimensions) out.add_dimensions(dimension);
  out.set_plugin(definition.plugin);
  out.set_plugin_version(definition.plugin_version);
  for (const auto& [language_tag, label] : definition.labels) {
    (*out.mutable_labels())[language_tag] = label;
  }
  if (const absl::Status status = world.Availability(metric); !status.ok()) {
    out.mutable_unavailable()->set_reason(core::DetailOf(status).reason);
    out.mutable_unavailable()->set_message(std::string(status.message()));
    for (const std::string& column : metric.missing) {
      out.mutable_unavailable()->add_missing_columns(column);
    }
  }
  return out;
}

}  // namespace madad::rpc
