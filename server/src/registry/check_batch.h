// Whether what a model made is what its shape says.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"

#include "core/model.h"
#include "madad/abi/arrow.h"

namespace madad::registry {

// Returns OK when `schema` has the columns of `output`, in order and of their types; a column that
// is like another may have any type that a table can. Errors: INTERNAL (MODEL_OUTPUT_INVALID),
// saying what is expected and what came.
absl::Status CheckSchema(const ArrowSchema& schema, const core::ModelOutput& output);

// Returns OK when `batch`, of a stream with `schema`, has all of its parts, and holds texts that
// are UTF-8 and numbers that are finite. Memory that a plugin says is there is taken to be there.
// Errors: as above.
absl::Status CheckBatch(const ArrowArray& batch, const ArrowSchema& schema,
                        const core::ModelOutput& output);

}  // namespace madad::registry
