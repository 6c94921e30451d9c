#include "registry/description.h"

#include <array>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "registry/errors.h"
#include "registry/json_fields.h"
#include "registry/names.h"

namespace madad::registry {
namespace {

using core::MetricDefinition;
using nlohmann::json;

constexpr int64_t kDescribeVersion = 1;
constexpr size_t kMaxMetrics = 10'000;
constexpr size_t kMaxLanguages = 100;
constexpr size_t kMaxChecks = 100;
constexpr size_t kMaxWord = 128;
constexpr size_t kMaxLabel = 256;
constexpr size_t kMaxText = size_t{8} << 10;
constexpr size_t kMaxExpression = size_t{16} << 10;

template <typename Enum>
using Word = std::pair<std::string_view, Enum>;

constexpr std::array kKinds = {Word<core::MetricKind>{"aggregate", core::MetricKind::kAggregate},
                               Word<core::MetricKind>{"proportion", core::MetricKind::kProportion},
                               Word<core::MetricKind>{"ratio", core::MetricKind::kRatio}};
constexpr std::array kUnits = {Word<core::Unit>{"count", core::Unit::kCount},
                               Word<core::Unit>{"percent", core::Unit::kPercent},
                               Word<core::Unit>{"ratio", core::Unit::kRatio},
                               Word<core::Unit>{"money", core::Unit::kMoney},
                               Word<core::Unit>{"duration", core::Unit::kDuration},
                               Word<core::Unit>{"score", core::Unit::kScore}};
constexpr std::array kDirections = {
    Word<core::Direction>{"higher_is_better", core::Direction::kHigherIsBetter},
    Word<core::Direction>{"lower_is_better", core::Direction::kLowerIsBetter},
    Word<core::Direction>{"neutral", core::Direction::kNeutral}};

// Returns the enum value that the field's word stands for.
template <typename Enum, size_t kSize>
Enum OneOf(JsonFields& fields, const char* name, const std::array<Word<Enum>, kSize>& words) {
  const std::string text = fields.Text(name, kMaxWord);
  for (const auto& [word, value] : words) {
    if (word == text) return value;
  }
  fields.Fail(absl::StrCat("has the ", name, " '", Printable(text), "', expected one of ",
                           absl::StrJoin(words, ", ", [](std::string* out, const auto& word) {
                             out->append(word.first);
                           })));
  return Enum{};
}

// Reads the expressions that the metric's kind has; any other is then an unknown field.
void ReadExpressions(JsonFields& fields, MetricDefinition& metric) {
  switch (metric.kind) {
    case core::MetricKind::kAggregate:
      metric.value = fields.Text("value", kMaxExpression);
      break;
    case core::MetricKind::kProportion:
      metric.value = fields.Text("value", kMaxExpression);
      metric.subset = fields.Text("subset", kMaxExpression);
      break;
    case core::MetricKind::kRatio:
      metric.numerator = fields.Text("numerator", kMaxExpression);
      metric.denominator = fields.Text("denominator", kMaxExpression);
      break;
    default:
      break;
  }
  metric.filter = fields.OptionalText("filter", kMaxExpression);
}

absl::Status ReadLabels(const json& labels, const std::string& where, MetricDefinition& metric) {
  JsonFields fields(labels, absl::StrCat("the labels of ", where));
  for (const auto& [language, unused] : labels.items()) {
    std::string label = fields.Text(language.c_str(), kMaxLabel);
    if (!IsLanguageTag(language)) {
      fields.Fail(absl::StrCat("have the language '", Printable(language),
                               "', expected a tag such as en, he or pt-BR"));
    }
    if (!IsDisplayable(label, /*multiline=*/false)) {
      fields.Fail(absl::StrCat("have a line end or tab in '", language, "'"));
    }
    metric.labels[language] = std::move(label);
  }
  if (!metric.labels.contains("en")) fields.Fail("have no 'en', which is required");
  return fields.Finish();
}

absl::Status ReadCheck(const json& object, const std::string& where, MetricDefinition& metric) {
  JsonFields fields(object, absl::StrCat("a check of ", where));
  core::MetricCheck check;
  check.expression = fields.Text("expression", kMaxExpression);
  check.message = fields.Text("message", kMaxText);
  metric.checks.push_back(std::move(check));
  return fields.Finish();
}

// Returns the metric's name for messages: its id, else its place.
std::string Where(const json& object, size_t index) {
  const auto id = object.is_object() ? object.find("id") : object.end();
  if (id == object.end() || !id->is_string()) return absl::StrCat("metric ", index + 1);
  return absl::StrCat("metric '", Printable(id->get_ref<const std::string&>()), "'");
}

absl::StatusOr<MetricDefinition> ReadMetric(const json& object, const std::string& where) {
  JsonFields fields(object, where);
  MetricDefinition metric;
  metric.id = fields.Text("id", kMaxWord);
  metric.kind = OneOf(fields, "kind", kKinds);
  metric.from = fields.Text("from", kMaxWord);
  metric.at = fields.Text("at", kMaxWord);
  ReadExpressions(fields, metric);
  const std::string basis = fields.OptionalText("basis", kMaxWord);
  metric.cohort = basis == "cohort";
  if (!basis.empty() && !metric.cohort) {
    fields.Fail(absl::StrCat("has the basis '", Printable(basis), "', expected cohort"));
  }
  metric.unit = OneOf(fields, "unit", kUnits);
  metric.direction = OneOf(fields, "direction", kDirections);
  metric.description = fields.OptionalText("description", kMaxText);
  const json& labels = fields.Object("labels", kMaxLanguages);
  const json& checks = fields.Array("checks", kMaxChecks);
  MADAD_RETURN_IF_ERROR(fields.Finish());
  MADAD_RETURN_IF_ERROR(ReadLabels(labels, where, metric));
  for (const json& check : checks) MADAD_RETURN_IF_ERROR(ReadCheck(check, where, metric));
  return metric;
}

absl::Status CheckMetricId(const std::string& plugin, const std::string& id) {
  const std::string prefix = absl::StrCat(plugin, ".");
  if (id.starts_with(prefix) && IsPluginId(std::string_view(id).substr(prefix.size()))) {
    return absl::OkStatus();
  }
  return LoadError(absl::StatusCode::kInvalidArgument, kDescriptionInvalid,
                   absl::StrCat("metric '", Printable(id), "' should be named '", prefix,
                                "<name>', the name being ", kPluginIdForm));
}

absl::Status ReadMetrics(const json& metrics, Description& description) {
  std::set<std::string> ids;
  for (size_t i = 0; i < metrics.size(); ++i) {
    MADAD_ASSIGN_OR_RETURN(MetricDefinition metric, ReadMetric(metrics[i], Where(metrics[i], i)));
    MADAD_RETURN_IF_ERROR(CheckMetricId(description.id, metric.id));
    if (!ids.insert(metric.id).second) {
      return LoadError(absl::StatusCode::kInvalidArgument, kDescriptionInvalid,
                       absl::StrCat("metric '", metric.id, "' is declared twice"));
    }
    metric.plugin = description.id;
    metric.plugin_version = description.version;
    description.metrics.push_back(std::move(metric));
  }
  return absl::OkStatus();
}

// Says what to do when the format is another one, before its fields make no sense.
void CheckFormat(JsonFields& fields) {
  const int64_t version = fields.Integer("describe_version");
  if (version == kDescribeVersion) return;
  fields.Fail(absl::StrCat("is in format ", version, ", this server reads ", kDescribeVersion));
}

absl::StatusOr<Description> Parse(std::string_view text) {
  MADAD_ASSIGN_OR_RETURN(const json object, ParseStrictJson(text));
  JsonFields fields(object, "the plugin");
  Description description;
  CheckFormat(fields);
  description.id = fields.Text("id", kMaxWord);
  description.version = fields.Text("version", kMaxWord);
  const json& metrics = fields.Array("metrics", kMaxMetrics);
  MADAD_RETURN_IF_ERROR(fields.Finish());
  MADAD_RETURN_IF_ERROR(ReadMetrics(metrics, description));
  return description;
}

}  // namespace

absl::StatusOr<Description> ParseDescription(std::string_view text) {
  if (text.size() > kMaxDescriptionBytes) {
    return LoadError(absl::StatusCode::kInvalidArgument, kDescriptionInvalid,
                     absl::StrCat("describe() returned ", text.size(), " bytes, at most ",
                                  kMaxDescriptionBytes, " are read"));
  }
  absl::StatusOr<Description> description = Parse(text);
  if (description.ok()) return description;
  return core::Annotate(description.status(), "describe(): ");
}

}  // namespace madad::registry
