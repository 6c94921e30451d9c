// Units of metrics.
#pragma once

#include "madad/sdk/error.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

// What a metric's numbers are.
enum class Unit {
  kCount,     // of entities
  kPercent,   // a share: 0.25 is shown as 25 %
  kRatio,     // a plain quotient
  kMoney,     // in the currency of its column
  kDuration,  // a length of time
  kScore,     // on a scale of its own
};

namespace detail {

// Returns the unit's word in sdk/doc/describe.md.
inline const char* UnitName(Unit unit) {
  switch (unit) {
    case Unit::kCount:
      return "count";
    case Unit::kPercent:
      return "percent";
    case Unit::kRatio:
      return "ratio";
    case Unit::kMoney:
      return "money";
    case Unit::kDuration:
      return "duration";
    case Unit::kScore:
      return "score";
  }
  throw Error(MADAD_INVALID_ARGUMENT, "a unit that is none of sdk::Unit's");
}

}  // namespace detail
}  // namespace madad::sdk
#pragma GCC visibility pop
