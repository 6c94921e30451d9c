// How a feature is to become columns, from the leads of a training.
#pragma once

#include "features/encoding.h"

namespace lead_quality {

// Returns how one feature is encoded: see Encoder. It is no text.
FeatureEncoding LearnEncoding(const Frame& frame, const Feature& feature, const Targets& targets,
                              const EncodingOptions& options);

}  // namespace lead_quality
