// Answers queries.
#pragma once

#include "absl/status/statusor.h"

#include "core/query.h"
#include "core/result.h"
#include "core/world.h"

namespace madad::core {

// Returns the figures that `query` asks for: plans it, runs its scans where the
// data is, joins and finishes them.
// Thread: any, at the same time; blocks until done.
// Errors: those of `MakePlan`, of the adapters, CANCELLED, DEADLINE_EXCEEDED,
// RESOURCE_EXHAUSTED for too many groups.
absl::StatusOr<Result> RunQuery(const Query& query, const World& world, const CallContext& call);

}  // namespace madad::core
