// Leads that tests make up, as the model of lead scores reads them.
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include <madad/sdk/testing/table.h>

#include "features/frame.h"

namespace lead_quality {

using madad::sdk::testing::Table;
using madad::sdk::testing::Values;

inline Values<int64_t> InstantsOrNull(const std::vector<int64_t>& instants) {
  Values<int64_t> values;
  for (const int64_t at : instants) {
    values.push_back(at == kNever ? std::nullopt : std::optional(at));
  }
  return values;
}

// Returns the leads with their numbers and categories as columns; with `outcome`, also when they
// converted.
inline Table LeadTable(const Frame& frame, bool outcome = true) {
  Table table;
  table.Text("lead_id", {frame.ids.begin(), frame.ids.end()})
      .Timestamp("created_at", InstantsOrNull(frame.created_at));
  for (const Feature& feature : frame.features) {
    if (feature.IsText()) {
      Values<std::string> texts;
      for (const int32_t code : feature.codes) {
        texts.push_back(code == kNoCode ? std::nullopt : std::optional(feature.dictionary[code]));
      }
      table.Text(feature.name, texts);
    } else {
      Values<double> numbers;
      for (const double number : feature.numbers) {
        numbers.push_back(std::isnan(number) ? std::nullopt : std::optional(number));
      }
      table.Double(feature.name, numbers);
    }
  }
  if (outcome) table.Timestamp("converted_at", InstantsOrNull(frame.converted_at));
  return table;
}

}  // namespace lead_quality
