// Words for the protocol's enumerations, as json and csv have them.
#pragma once

#include <string_view>

#include "madad/v1/types.pb.h"

namespace madad::cli {

// Return a word; "" for unspecified and for values newer than this program.
std::string_view UnitName(v1::Unit unit);                 // percent
std::string_view TypeName(v1::Type type);                 // int64
std::string_view DirectionName(v1::Direction direction);  // higher_is_better

}  // namespace madad::cli
