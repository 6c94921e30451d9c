// What instances have learned, for people and as JSON.
#pragma once

#include <string>

#include "madad/v1/model_service.pb.h"

namespace madad::cli {

class JsonWriter;

// Returns what is known of the version that serves: its number, age and report.
std::string ServingLines(const v1::ModelInstance& instance);

// Returns a line a version: `3  serving  2024-01-31T10:00:00Z  auc 0.78  better`.
std::string VersionLines(const v1::ListVersionsResponse& versions);

// Returns the columns of rows that the instance scores: `lead_id (int64), ...`.
std::string RequestLines(const v1::ModelInstance& instance);

// Write the members `serving`, `pinned`, `training` and `request_columns` of an
// instance; the member `versions`.
void WriteServingJson(const v1::ModelInstance& instance, JsonWriter* json);
void WriteVersionsJson(const v1::ListVersionsResponse& versions, JsonWriter* json);

}  // namespace madad::cli
