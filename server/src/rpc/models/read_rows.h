// Rows of tables as messages.
#pragma once

#include "absl/status/status.h"

#include "core/rows.h"
#include "madad/v1/model_service.pb.h"
#include "rpc/models/row_chunks.h"
#include "rpc/pool_stream.h"

namespace madad::rpc {

// Reads the rows that `query` asks for and hands them to `sink` in chunks of a
// message's size; at least one.
// Errors: those of `core::ReadRows`.
absl::Status ReadChunks(const core::RowsQuery& query, const core::World& world,
                        const core::CallContext& call, const ChunkSink& sink);

// Answers `request` from `world`.
// Errors: those above; FAILED_PRECONDITION (SNAPSHOT_GONE).
absl::Status SendRows(const v1::ReadRowsRequest& request, const core::World& world,
                      const core::CallContext& call, StreamSink<v1::ReadRowsResponse>& sink);

}  // namespace madad::rpc
