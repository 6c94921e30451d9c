// The tables of a funnel as messages.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "core/query.h"
#include "core/result.h"
#include "core/world.h"
#include "rpc/models/funnel_parameters.h"

namespace madad::rpc {

// Returns the rows of the model's output `table`: the plan's dimensions first,
// then the columns as the model's contract lists them, with units.
// Errors: RESOURCE_EXHAUSTED (FUNNEL_TOO_LARGE) when they fit no message.
absl::StatusOr<std::vector<core::ResultColumn>> FunnelTable(const std::string& table,
                                                            const FunnelPlan& plan,
                                                            const core::World& world,
                                                            const core::CallContext& call);

// Returns what the model warns of.
absl::StatusOr<std::vector<core::ResultWarning>> FunnelNotes(const core::World& world,
                                                             const core::CallContext& call);

// The answer has `size` bytes or more.
absl::Status FunnelTooLarge(size_t size);

}  // namespace madad::rpc
