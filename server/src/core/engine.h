// Answers queries.
#pragma once

#include <cstddef>
#include <functional>
#include <span>

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

// Receives the answers of a batch, each as soon as it is finished.
using ResultSink = std::function<void(size_t query, absl::StatusOr<Result> result)>;

// Answers `queries` together: scans that they share run once. Calls `sink` once
// for each query, from this thread; a query that fails does not stop the others.
// Thread: any, at the same time; blocks until done.
void RunQueries(std::span<const Query> queries, const World& world, const CallContext& call,
                const ResultSink& sink);

// Returns `query`'s plan and SQL (`Result::scans`, `Result::finish`) and runs
// nothing.
// Errors: those of `MakePlan`.
absl::StatusOr<Result> ExplainQuery(const Query& query, const World& world);

}  // namespace madad::core
