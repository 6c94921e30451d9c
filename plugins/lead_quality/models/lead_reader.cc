#include "models/lead_reader.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <madad/sdk/calendar.h>

namespace lead_quality {
namespace {

std::string TextOf(const sdk::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<int64_t>(&value)) return std::to_string(*number);
  if (const auto* number = std::get_if<double>(&value)) return std::to_string(*number);
  return "";
}

FeatureKind KindOf(const sdk::Reader& rows, const std::string& column) {
  switch (rows.TypeOf(column)) {
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

}  // namespace

LeadReader::LeadReader(const sdk::Call& call, std::vector<std::string> features)
    : call_(call), names_(std::move(features)), codes_(names_.size()) {}

Frame LeadReader::Read(sdk::Reader& rows) {
  Frame frame;
  for (const std::string& name : names_) {
    frame.features.push_back({.name = name, .kind = KindOf(rows, name)});
  }
  while (rows.Next()) {
    call_.Check();
    ReadBatch(rows, frame);
  }
  frame.converted_at.assign(frame.size(), kNever);
  const auto newest = std::max_element(frame.created_at.begin(), frame.created_at.end());
  frame.as_of = call_.as_of().value_or(newest == frame.created_at.end() ? 0 : *newest);
  return frame;
}

void LeadReader::ReadBatch(sdk::Reader& rows, Frame& frame) {
  const sdk::AnyView ids = rows.Any("lead_id");
  const auto created = sdk::InstantsOf(rows, "created_at");
  std::vector<uint8_t> complete(rows.rows());
  for (size_t i = 0; i < rows.rows(); ++i) {
    complete[i] = ids.valid(i) && created[i].has_value() ? 1 : 0;
    if (complete[i] == 0) {
      ++incomplete_;
      continue;
    }
    ids_.push_back(ids.Value(i));
    frame.ids.push_back(TextOf(ids_.back()));
    frame.created_at.push_back(*created[i]);
  }
  for (size_t f = 0; f < names_.size(); ++f) ReadFeature(rows, f, complete, frame.features[f]);
}

void LeadReader::ReadFeature(sdk::Reader& rows, size_t place, const std::vector<uint8_t>& complete,
                             Feature& feature) {
  const std::string& name = names_[place];
  const auto each = [&](const auto& take) {
    for (size_t i = 0; i < complete.size(); ++i) {
      if (complete[i] != 0) take(i);
    }
  };
  if (feature.kind == FeatureKind::kTimestamp) {
    const auto instants = sdk::InstantsOf(rows, name);
    each([&](size_t i) { feature.instants.push_back(instants[i].value_or(kNever)); });
  } else if (feature.kind == FeatureKind::kFlag) {
    const sdk::Bools flags = rows.Bool(name);
    each([&](size_t i) { feature.numbers.push_back(flags.valid(i) ? (flags[i] ? 1 : 0) : NAN); });
  } else if (feature.kind == FeatureKind::kNumber) {
    const bool duration = rows.TypeOf(name) == sdk::Type::kDuration;
    const auto add = [&](const auto& numbers) {
      each([&](size_t i) {
        const bool there = numbers.valid(i);
        feature.numbers.push_back(there ? static_cast<double>(numbers[i]) : NAN);
      });
    };
    if (duration) add(rows.Duration(name));
    if (!duration) add(rows.Number(name));
  } else {
    const sdk::TextView texts = rows.Text(name);
    each([&](size_t i) {
      if (!texts.valid(i)) return feature.codes.push_back(kNoCode);
      const auto next = static_cast<int32_t>(feature.dictionary.size());
      const auto [found, added] = codes_[place].try_emplace(std::string(texts[i]), next);
      if (added) feature.dictionary.push_back(found->first);
      feature.codes.push_back(found->second);
    });
  }
}

}  // namespace lead_quality
