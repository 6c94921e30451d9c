// Models, instances and their tables as messages.
#pragma once

#include <string_view>

#include "core/model_control.h"
#include "core/world.h"
#include "madad/v1/model_service.pb.h"
#include "rpc/convert_column.h"

namespace madad::rpc {

// Returns `model`, without instances, its label in `language` (English where
// there is none).
v1::Model ToModel(const core::ModelDefinition& model, std::string_view language);

// Returns `instance` with its tables as `world` has them.
v1::ModelInstance ToInstance(const core::ModelState& instance, const core::World& world);

v1::ModelVersion ToVersion(const core::ArtifactVersion& version);

v1::ModelProgress ToProgress(double fraction, std::string_view step);

// Returns those rows of `columns` as rows of `table`.
v1::TableRows ToTableRows(std::string_view table, const std::vector<core::ResultColumn>& columns,
                          RowRange rows);

}  // namespace madad::rpc
