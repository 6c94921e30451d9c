// The parts of ParseDescription.
#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

#include "core/metric.h"
#include "registry/description.h"

namespace madad::registry {

inline constexpr size_t kMaxLanguages = 100;
inline constexpr size_t kMaxLabel = 256;
inline constexpr size_t kMaxText = size_t{8} << 10;
inline constexpr size_t kMaxExpression = size_t{16} << 10;

// Each reads an object of sdk/doc/describe.md; `where` names it in messages.
// Errors: INVALID_ARGUMENT.
absl::StatusOr<core::MetricDefinition> ReadMetric(const nlohmann::json& object,
                                                  const std::string& where);
absl::StatusOr<core::DimensionDefinition> ReadDimension(const nlohmann::json& object,
                                                        const std::string& where);
absl::StatusOr<DescribedModel> ReadModel(const nlohmann::json& object, const std::string& where);
absl::StatusOr<core::MetricParameter> ReadParameter(const nlohmann::json& object,
                                                    const std::string& where);
absl::StatusOr<std::map<std::string, std::string>> ReadLabels(const nlohmann::json& object,
                                                              const std::string& where);

}  // namespace madad::registry
