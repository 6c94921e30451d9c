// What an answer was computed from, and what to beware of.
#pragma once

#include <ostream>
#include <string>

#include "madad/v1/metric_service.pb.h"

namespace madad::cli {

class JsonWriter;

using Warnings = google::protobuf::RepeatedPtrField<v1::Warning>;
using PluginVersions = google::protobuf::Map<std::string, std::string>;

// Prints a line a warning, in words.
void PrintWarnings(const Warnings& warnings, bool color, std::ostream& out);

// Write the keys `range` (half-open), `as_of` and `snapshot`, `warnings`, and
// `plugin_versions` where there are some.
void WriteRangeJson(const v1::TimeRange& range, JsonWriter* json);
void WriteSnapshotJson(const v1::SnapshotInfo& snapshot, JsonWriter* json);
void WriteWarningsJson(const Warnings& warnings, JsonWriter* json);
void WritePluginVersionsJson(const PluginVersions& versions, JsonWriter* json);

}  // namespace madad::cli
