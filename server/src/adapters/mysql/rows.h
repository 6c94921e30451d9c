// Rows of a running statement.
#pragma once

#include <memory>

#include "absl/status/statusor.h"

#include "adapters/mysql/connection.h"
#include "core/adapter.h"

namespace madad::adapters::mysql {

// Starts `statement` on `connection` and returns its rows.
// `hold` keeps the connection; it goes when the stream does.
// Errors: those of `Connection`.
absl::StatusOr<core::ArrowStream> StreamRows(Connection& connection, std::shared_ptr<void> hold,
                                             const core::SqlStatement& statement,
                                             const core::CallContext& call);

}  // namespace madad::adapters::mysql
