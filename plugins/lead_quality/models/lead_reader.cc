#include "models/lead_reader.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <madad/sdk/calendar.h>

namespace lead_quality {

LeadReader::LeadReader(const sdk::Call& call, std::vector<FeatureSpec> features)
    : call_(call), specs_(std::move(features)) {}

Frame LeadReader::Read(sdk::Reader& rows) {
  std::vector<FeatureReader> features;
  for (const FeatureSpec& spec : specs_) {
    if (rows.Has(spec.name)) features.emplace_back(spec, rows);
  }
  Frame frame;
  while (rows.Next()) {
    call_.Check();
    ReadBatch(rows, features, frame);
  }
  for (FeatureReader& feature : features) frame.features.push_back(feature.Take());
  Finish(frame);
  return frame;
}

void LeadReader::ReadBatch(sdk::Reader& rows, std::vector<FeatureReader>& features, Frame& frame) {
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
  ReadOutcomes(rows, complete, frame);
  for (FeatureReader& feature : features) feature.Read(rows, complete);
}

void LeadReader::ReadOutcomes(sdk::Reader& rows, const std::vector<uint8_t>& complete,
                              Frame& frame) {
  if (rows.Has("converted_at")) {
    const auto converted = sdk::InstantsOf(rows, "converted_at");
    for (size_t i = 0; i < complete.size(); ++i) {
      if (complete[i] != 0) frame.converted_at.push_back(converted[i].value_or(kNever));
    }
  }
  if (rows.Has("predicted_value")) {
    const auto values = rows.Number("predicted_value");
    for (size_t i = 0; i < complete.size(); ++i) {
      if (complete[i] != 0) frame.values.push_back(values.valid(i) ? values[i] : NAN);
    }
  }
}

void LeadReader::Finish(Frame& frame) {
  if (frame.converted_at.empty()) frame.converted_at.assign(frame.size(), kNever);
  const auto newest = std::max_element(frame.created_at.begin(), frame.created_at.end());
  frame.as_of = call_.as_of().value_or(newest == frame.created_at.end() ? 0 : *newest);
  if (!call_.as_of().has_value()) return;
  for (int64_t& converted : frame.converted_at) {
    if (converted == kNever || converted <= frame.as_of) continue;
    converted = kNever;
    ++from_future_;
  }
}

}  // namespace lead_quality
