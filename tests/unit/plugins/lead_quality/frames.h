// Frames of leads that tests make up.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "features/frame.h"
#include "unit/plugins/lead_quality/random.h"

namespace lead_quality {

inline Feature Number(std::string name, std::vector<double> values) {
  return {.name = std::move(name), .kind = FeatureKind::kNumber, .numbers = std::move(values)};
}

// A category; the empty text is null.
inline Feature Category(std::string name, const std::vector<std::string>& values) {
  Feature feature{.name = std::move(name), .kind = FeatureKind::kCategory};
  for (const std::string& value : values) {
    int32_t code = kNoCode;
    for (size_t i = 0; i < feature.dictionary.size(); ++i) {
      if (feature.dictionary[i] == value) code = static_cast<int32_t>(i);
    }
    if (code == kNoCode && !value.empty()) {
      code = static_cast<int32_t>(feature.dictionary.size());
      feature.dictionary.push_back(value);
    }
    feature.codes.push_back(code);
  }
  return feature;
}

// Leads created a day apart from 1970 on, none converted, known until long after.
inline Frame PlainFrame(size_t leads) {
  Frame frame;
  for (size_t i = 0; i < leads; ++i) {
    frame.ids.push_back("lead" + std::to_string(i));
    frame.created_at.push_back(static_cast<int64_t>(i) * kDayUs);
    frame.converted_at.push_back(kNever);
  }
  frame.as_of = static_cast<int64_t>(leads + 1000) * kDayUs;
  return frame;
}

// Leads whose chances depend on `size` and `source`, while `noise` says nothing; some values are
// missing. Converted ones convert five days after they came.
inline Frame SimulatedFrame(size_t leads, uint64_t seed) {
  Random random(seed);
  Frame frame = PlainFrame(leads);
  std::vector<double> size, noise;
  std::vector<std::string> source;
  const std::string sources[] = {"ads", "referral", "fair", ""};
  const double effects[] = {-0.7, 1.2, 0, 0.3};
  for (size_t i = 0; i < leads; ++i) {
    size.push_back(random.Uniform() < 0.1 ? NAN : random.Normal());
    noise.push_back(random.Normal());
    const size_t from = random.Below(4);
    source.push_back(sources[from]);
    const double logit = -1 + effects[from] + (std::isnan(size.back()) ? 0 : size.back());
    if (random.Uniform() < 1 / (1 + std::exp(-logit))) {
      frame.converted_at[i] = frame.created_at[i] + 5 * kDayUs;
    }
  }
  frame.features = {Number("size", size), Category("source", source), Number("noise", noise)};
  return frame;
}

// Whether each lead converted at all.
inline std::vector<uint8_t> Converted(const Frame& frame) {
  std::vector<uint8_t> converted;
  for (const int64_t at : frame.converted_at) converted.push_back(at != kNever ? 1 : 0);
  return converted;
}

}  // namespace lead_quality
