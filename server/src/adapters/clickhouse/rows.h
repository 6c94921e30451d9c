// Rows of a running statement.
#pragma once

#include <memory>

#include "absl/status/statusor.h"

#include "adapters/clickhouse/connection.h"
#include "core/adapter.h"

namespace madad::adapters::clickhouse {

// Starts `statement` on `connection` and returns its rows.
// `hold` keeps the connection; it goes when the stream does.
// Errors: those of `Connection`.
absl::StatusOr<core::ArrowStream> StreamRows(Connection& connection, std::shared_ptr<void> hold,
                                             const core::SqlStatement& statement,
                                             const core::CallContext& call);

}  // namespace madad::adapters::clickhouse
