#include "core/metric/parameters.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"

#include "core/names.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

absl::Status Malformed(std::string_view text) {
  return Error(absl::StatusCode::kInvalidArgument,
               Cat("metric ", Quoted(text), " is written wrongly; expected an id, or an id with ",
                   "parameters such as lead_to_customer_rate(window=30d)"),
               {"METRIC_REFERENCE_INVALID", {{"metric", std::string(text)}}, "metrics"});
}

// Splits at commas that are not in quotes.
std::vector<std::string_view> SplitArguments(std::string_view text) {
  std::vector<std::string_view> parts;
  bool quoted = false;
  size_t start = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\'') quoted = !quoted;
    if (text[i] != ',' || quoted) continue;
    parts.push_back(text.substr(start, i - start));
    start = i + 1;
  }
  parts.push_back(text.substr(start));
  return parts;
}

std::string_view Unquote(std::string_view text) {
  const bool quoted = text.size() >= 2 && text.front() == '\'' && text.back() == '\'';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

absl::StatusOr<Value> ParseValue(const MetricParameter& parameter, const std::string& text) {
  int64_t integer = 0;
  double number = 0;
  bool flag = false;
  switch (parameter.type) {
    case Type::kInt64:
      if (absl::SimpleAtoi(text, &integer)) return Value(integer);
      break;
    case Type::kDouble:
      if (absl::SimpleAtod(text, &number)) return Value(number);
      break;
    case Type::kBool:
      if (absl::SimpleAtob(text, &flag)) return Value(flag);
      break;
    case Type::kString:
      return Value(text);
    case Type::kDate: {
      MADAD_ASSIGN_OR_RETURN(const Date date, ParseDate(text));
      return Value(date);
    }
    default: {
      MADAD_ASSIGN_OR_RETURN(const Duration duration, ParseDuration(text));
      if (duration.micros >= 0 && duration.months >= 0) return Value(duration);
    }
  }
  return absl::InvalidArgumentError("");
}

std::string_view Example(Type type) {
  switch (type) {
    case Type::kInt64:
      return "a whole number";
    case Type::kDouble:
      return "a number";
    case Type::kBool:
      return "true or false";
    case Type::kDate:
      return "a day such as 2024-01-31";
    default:
      return "a duration such as 30d, 5min or 3mo";
  }
}

}  // namespace

absl::StatusOr<MetricReference> ParseMetricReference(std::string_view text) {
  const std::string_view trimmed = Trim(text);
  const size_t open = trimmed.find('(');
  MetricReference reference;
  reference.id = std::string(Trim(trimmed.substr(0, open)));
  if (open == std::string_view::npos) return reference;
  if (trimmed.back() != ')' || reference.id.empty()) return Malformed(text);
  const std::string_view inside = Trim(trimmed.substr(open + 1, trimmed.size() - open - 2));
  if (inside.empty()) return reference;
  for (const std::string_view argument : SplitArguments(inside)) {
    const size_t equals = argument.find('=');
    if (equals == std::string_view::npos) return Malformed(text);
    std::string name(Trim(argument.substr(0, equals)));
    std::string value(Unquote(Trim(argument.substr(equals + 1))));
    if (!IsName(name) || !reference.parameters.emplace(name, std::move(value)).second) {
      return Malformed(text);
    }
  }
  return reference;
}

absl::StatusOr<ParameterValues> BindParameters(const std::vector<MetricParameter>& parameters,
                                               const std::map<std::string, std::string>& written) {
  ParameterValues values;
  std::vector<std::string> names;
  for (const MetricParameter& parameter : parameters) {
    names.push_back(parameter.name);
    values[parameter.name] = parameter.default_value;
    const auto set = written.find(parameter.name);
    if (set == written.end()) continue;
    absl::StatusOr<Value> value = ParseValue(parameter, set->second);
    if (!value.ok()) {
      return Error(absl::StatusCode::kInvalidArgument,
                   Cat("parameter ", parameter.name, " is ", Quoted(set->second), ", expected ",
                       Example(parameter.type)),
                   {"PARAMETER_INVALID",
                    {{"parameter", parameter.name}, {"value", set->second}},
                    "parameters"});
    }
    values[parameter.name] = *std::move(value);
  }
  for (const auto& [name, value] : written) {
    if (values.contains(name)) continue;
    return Error(absl::StatusCode::kInvalidArgument,
                 Cat("there is no parameter ", Quoted(name), Instead(name, names)),
                 {"PARAMETER_UNKNOWN", {{"parameter", name}}, "parameters"});
  }
  return values;
}

}  // namespace madad::core
