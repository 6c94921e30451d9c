// What the model of lead scores learned, as bytes.
#pragma once

#include <cmath>
#include <string>
#include <string_view>

#include "artifact/bytes.h"

namespace lead_quality {

struct ScoreArtifact {
  std::string report = "{}";        // Report::ToJson
  double value_if_converted = NAN;  // of a lead that has no value of its own; NaN: nobody knows
  std::string model;                // of SaveModel; empty where nothing could be learned

  // A word and a version, then the members.
  std::string ToBytes() const;
  // Errors: sdk::Error (MADAD_DATA_LOSS) for bytes that are cut off, of something else or of
  // another version; what is in the model is looked at by LoadModel.
  static ScoreArtifact From(std::string_view bytes);
};

// Returns the model in the artifact that serves. What is in no artifact that can be read is given
// as it is, so that LoadModel says what is wrong with it.
std::string ModelIn(std::string_view artifact);

}  // namespace lead_quality
