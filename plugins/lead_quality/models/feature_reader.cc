#include "models/feature_reader.h"

#include <cmath>
#include <optional>
#include <utility>

#include <madad/sdk/calendar.h>

namespace lead_quality {
namespace {

FeatureKind FoundKind(sdk::Type type) {
  switch (type) {
    case sdk::Type::kString:
      return FeatureKind::kCategory;
    case sdk::Type::kBool:
      return FeatureKind::kFlag;
    case sdk::Type::kDate:
    case sdk::Type::kTimestamp:
      return FeatureKind::kTimestamp;
    case sdk::Type::kInt64:
    case sdk::Type::kDouble:
    case sdk::Type::kDecimal:
    case sdk::Type::kDuration:
      break;
  }
  return FeatureKind::kNumber;
}

FeatureKind KindOf(const FeatureSpec& spec, sdk::Type type) {
  const FeatureKind found = FoundKind(type);
  const FeatureKind kind = spec.kind.value_or(found);
  const bool as_text = kind == FeatureKind::kCategory || kind == FeatureKind::kText;
  if (as_text || kind == found) return kind;
  throw sdk::Error(MADAD_INVALID_ARGUMENT,
                   "feature '" + spec.name + "' is declared a " + WordOf(kind) +
                       ", and its column is of type " + sdk::detail::TypeName(type) +
                       "; leave `kind` out, or map the column to another type",
                   MADAD_SOURCE_CONFIG);
}

template <typename Take>
void ForEach(const std::vector<uint8_t>& wanted, const Take& take) {
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] != 0) take(i);
  }
}

}  // namespace

std::string TextOf(const sdk::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<int64_t>(&value)) return std::to_string(*number);
  if (const auto* number = std::get_if<double>(&value)) return std::to_string(*number);
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "yes" : "no";
  return "";
}

FeatureReader::FeatureReader(const FeatureSpec& spec, const sdk::Reader& rows) {
  feature_.name = spec.name;
  feature_.kind = KindOf(spec, rows.TypeOf(spec.name));
  feature_.known_at_outcome = spec.known_at_outcome;
  feature_.actionable = spec.actionable;
  const bool has_times = !spec.filled_at.empty() && rows.Has(spec.FillingColumn());
  if (has_times) filling_ = spec.FillingColumn();
}

void FeatureReader::Read(sdk::Reader& rows, const std::vector<uint8_t>& wanted) {
  if (feature_.IsText()) {
    ReadTexts(rows, wanted);
  } else if (feature_.kind == FeatureKind::kTimestamp) {
    const auto instants = sdk::InstantsOf(rows, feature_.name);
    ForEach(wanted, [&](size_t i) { feature_.instants.push_back(instants[i].value_or(kNever)); });
  } else {
    ReadNumbers(rows, wanted);
  }
  if (filling_.empty()) return;
  const auto filled = sdk::InstantsOf(rows, filling_);
  ForEach(wanted, [&](size_t i) { feature_.filled_at.push_back(filled[i].value_or(kNever)); });
}

void FeatureReader::ReadNumbers(sdk::Reader& rows, const std::vector<uint8_t>& wanted) {
  const auto add = [&](const auto& values) {
    ForEach(wanted, [&](size_t i) {
      feature_.numbers.push_back(values.valid(i) ? static_cast<double>(values[i]) : NAN);
    });
  };
  const sdk::Type type = rows.TypeOf(feature_.name);
  if (type == sdk::Type::kBool) {
    add(rows.Bool(feature_.name));
  } else if (type == sdk::Type::kDuration) {
    add(rows.Duration(feature_.name));
  } else {
    add(rows.Number(feature_.name));
  }
}

void FeatureReader::ReadTexts(sdk::Reader& rows, const std::vector<uint8_t>& wanted) {
  const auto add = [&](const auto& values, const auto& text) {
    ForEach(wanted, [&](size_t i) {
      feature_.codes.push_back(values.valid(i) ? CodeOf(text(i)) : kNoCode);
    });
  };
  if (rows.TypeOf(feature_.name) == sdk::Type::kString) {
    const sdk::TextView texts = rows.Text(feature_.name);
    add(texts, [&](size_t i) { return std::string(texts[i]); });
  } else {
    const sdk::AnyView values = rows.Any(feature_.name);
    add(values, [&](size_t i) { return TextOf(values.Value(i)); });
  }
}

int32_t FeatureReader::CodeOf(std::string text) {
  const auto next = static_cast<int32_t>(feature_.dictionary.size());
  const auto [found, added] = codes_.try_emplace(std::move(text), next);
  if (added) feature_.dictionary.push_back(found->first);
  return found->second;
}

}  // namespace lead_quality
