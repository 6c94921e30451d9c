// Rows of requests, scored.
#pragma once

#include "absl/status/status.h"

#include "madad/v1/model_service.pb.h"
#include "rpc/backend.h"
#include "rpc/pool_exchange.h"

namespace madad::rpc {

// Scores the rows of each message of `source` and answers it, until there are no
// more.
// Errors: those of `core::ModelControl::OpenScorer` and `core::ModelScorer`;
// INVALID_ARGUMENT (INSTANCE_MISSING; SCORE_COLUMNS_CHANGED when a later message
// has other columns; what `ParseColumn` says).
absl::Status ScoreRows(const Backend& backend, const core::CallContext& call,
                       StreamSource<v1::ScoreRequest>& source, StreamSink<v1::ScoreResponse>& sink);

}  // namespace madad::rpc
