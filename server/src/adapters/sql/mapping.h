// What every engine says of the relation that a table is mapped onto.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

#include "core/catalog.h"
#include "core/sql_source.h"

namespace madad::adapters::sql {

// Returns what stands behind FROM for `table`: its relation's names, each through `quote`, or the
// owner's query in brackets.
std::string FromOf(const core::Table& table,
                   const std::function<std::string(std::string_view)>& quote);

// Returns that `source`, which is of `engine` ("PostgreSQL"), has no such relation (NOT_FOUND:
// RELATION_MISSING), with the nearest of the names that it has.
absl::Status RelationMissing(const core::Table& table, const std::string& source,
                             std::string_view engine, const std::vector<std::string>& known);

// Returns that a column of `native` is not read as `column` declares (INVALID_ARGUMENT). `instead`
// is what can be declared; empty: nothing.
absl::Status Unreadable(const core::Column& column, const core::NativeColumn& native,
                        std::string_view instead);

// Returns that `native` has more decimals, `scale`, than are declared (INVALID_ARGUMENT).
absl::Status MoreDecimals(const core::NativeColumn& native, int32_t scale);

}  // namespace madad::adapters::sql
