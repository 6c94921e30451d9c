// The values of one feature, batch by batch.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include <madad/sdk/reader.h>

#include "features/frame.h"
#include "models/feature_spec.h"

namespace lead_quality {

// Returns a value as text; a truth is yes or no.
std::string TextOf(const sdk::Value& value);

// Reads a column as the feature's kind: what it is declared to be, else texts as categories,
// numbers as numbers, truths as flags, dates and times as instants. Anything can be a category.
class FeatureReader {
 public:
  // Errors: sdk::Error (MADAD_INVALID_ARGUMENT) when the column cannot be what is declared.
  FeatureReader(const FeatureSpec& spec, const sdk::Reader& rows);

  // Adds the values of the batch's rows that are `wanted`.
  void Read(sdk::Reader& rows, const std::vector<uint8_t>& wanted);

  // Gives up the feature.
  Feature Take() { return std::move(feature_); }

 private:
  void ReadNumbers(sdk::Reader& rows, const std::vector<uint8_t>& wanted);
  void ReadTexts(sdk::Reader& rows, const std::vector<uint8_t>& wanted);
  int32_t CodeOf(std::string text);

  std::string filling_;  // the column with the times of filling; empty: there is none
  Feature feature_;
  std::unordered_map<std::string, int32_t> codes_;
};

}  // namespace lead_quality
