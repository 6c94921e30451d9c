// PostgreSQL's binary values to a batch.
#pragma once

#include <string_view>

#include "absl/status/status.h"

#include "adapters/sql/batch.h"

namespace madad::adapters::postgresql {

// Appends a value in PostgreSQL's binary form to `column`, whose type the
// dialect has cast it to. Infinite times are null.
// Errors: OUT_OF_RANGE for a decimal that is not a number or too long.
absl::Status Decode(std::string_view bytes, sql::BatchColumn& column);

}  // namespace madad::adapters::postgresql
