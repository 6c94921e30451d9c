#include "models/feature_spec.h"

#include <algorithm>
#include <cctype>

namespace lead_quality {
namespace {

// Columns that are read for what they are.
constexpr const char* kReserved[] = {"lead_id", "created_at", "converted_at", "predicted_value"};

[[noreturn]] void Refuse(const std::string& message) {
  throw sdk::Error(MADAD_INVALID_ARGUMENT, message, MADAD_SOURCE_CONFIG);
}

bool IsName(const std::string& text) {
  if (text.empty() || std::isalpha(static_cast<unsigned char>(text.front())) == 0) return false;
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

FeatureKind KindOf(const std::string& word) {
  std::string words;
  for (const FeatureKind kind : {FeatureKind::kNumber, FeatureKind::kFlag, FeatureKind::kCategory,
                                 FeatureKind::kTimestamp, FeatureKind::kText}) {
    if (word == WordOf(kind)) return kind;
    words.append(words.empty() ? "" : ", ").append(WordOf(kind));
  }
  Refuse("its kind is '" + word + "', expected one of: " + words);
}

bool ReadKnownAt(const std::string& word) {
  if (word == "creation") return false;
  if (word == "outcome") return true;
  Refuse("its known_at is '" + word + "', expected creation or outcome");
}

std::string TextOr(const sdk::Json& json, std::string_view member, const std::string& otherwise) {
  const sdk::Json* found = json.Find(member);
  return found == nullptr ? otherwise : found->Text();
}

FeatureSpec ReadObject(const sdk::Json& json) {
  json.AllowOnly({"name", "column", "dimension", "kind", "known_at", "actionable", "filled_at"},
                 "a feature");
  FeatureSpec spec;
  spec.column = TextOr(json, "column", "");
  spec.dimension = TextOr(json, "dimension", "");
  if (spec.column.empty() == spec.dimension.empty()) {
    Refuse("it needs a `column` or a `dimension`, and not both");
  }
  spec.name = TextOr(json, "name", spec.column.empty() ? spec.dimension : spec.column);
  if (const sdk::Json* kind = json.Find("kind")) spec.kind = KindOf(kind->Text());
  spec.known_at_outcome = ReadKnownAt(TextOr(json, "known_at", "creation"));
  if (const sdk::Json* actionable = json.Find("actionable")) spec.actionable = actionable->Bool();
  spec.filled_at = TextOr(json, "filled_at", "");
  return spec;
}

FeatureSpec ReadFeature(const sdk::Json& json) {
  FeatureSpec spec;
  if (json.IsText()) {
    spec.name = spec.column = json.Text();
  } else {
    spec = ReadObject(json);
  }
  if (!IsName(spec.name)) {
    Refuse("'" + spec.name + "' is no name; give one in `name`, of letters, digits and _");
  }
  for (const char* reserved : kReserved) {
    if (spec.name == reserved) Refuse("'" + spec.name + "' means something else; give a `name`");
  }
  return spec;
}

}  // namespace

std::vector<FeatureSpec> PlainFeatures(const std::vector<std::string>& names) {
  std::vector<FeatureSpec> features;
  for (const std::string& name : names) features.push_back({.name = name, .column = name});
  return features;
}

std::vector<FeatureSpec> ReadFeatures(const sdk::Json& json) {
  std::vector<FeatureSpec> features;
  for (const sdk::Json& each : json.items()) {
    try {
      FeatureSpec spec = ReadFeature(each);
      for (const FeatureSpec& other : features) {
        if (other.name == spec.name) Refuse("'" + spec.name + "' is there twice");
      }
      features.push_back(std::move(spec));
    } catch (const sdk::Error& error) {
      Refuse("feature " + std::to_string(features.size() + 1) + ": " + error.what());
    }
  }
  if (features.empty()) Refuse("there are no features; name at least one");
  return features;
}

void AddFeatures(const std::vector<FeatureSpec>& features, sdk::Input& input) {
  for (const FeatureSpec& spec : features) {
    if (spec.column.empty()) input.Dimension(spec.name, spec.dimension);
    if (!spec.column.empty()) input.Column(spec.name, spec.column);
    if (spec.known_at_outcome) input.Optional();
    if (!spec.filled_at.empty()) input.Column(spec.FillingColumn(), spec.filled_at).Optional();
  }
}

}  // namespace lead_quality
