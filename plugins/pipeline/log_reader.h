// Reads the rows of a stage log.
#pragma once

#include <cstdint>

#include "stage_log.h"

namespace pipeline {

struct RawLog {
  StageLog log;            // entries as they came: by entity and time
  int64_t incomplete = 0;  // rows without an entity, a stage or a time
};

// Returns the rows of the input that DeclareLog declares, with the stages that occur in no order.
RawLog ReadRows(const StageOptions& options, const sdk::Call& call, sdk::Reader& rows);

}  // namespace pipeline
