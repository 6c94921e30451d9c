// Whether an answer can be read.
#pragma once

#include <optional>

#include "madad/client/error.h"
#include "madad/v1/metric_service.pb.h"

namespace madad::cli {

// Returns what is wrong with an answer: a column whose values, validity, type
// or scale do not fit, a moment outside the calendar. Nothing for a sound one,
// which every function on columns requires.
std::optional<client::Error> FindFault(const v1::QueryResponse& answer);

// The same of `rows` rows of a table, whose columns say what they hold.
std::optional<client::Error> FindTableFault(
    const google::protobuf::RepeatedPtrField<v1::Column>& columns, int64_t rows);

}  // namespace madad::cli
