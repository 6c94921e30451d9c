#include "cli/names.h"

namespace madad::cli {

std::string_view UnitName(v1::Unit unit) {
  switch (unit) {
    case v1::UNIT_COUNT:
      return "count";
    case v1::UNIT_PERCENT:
      return "percent";
    case v1::UNIT_RATIO:
      return "ratio";
    case v1::UNIT_MONEY:
      return "money";
    case v1::UNIT_DURATION:
      return "duration";
    case v1::UNIT_SCORE:
      return "score";
    default:
      return "";
  }
}

std::string_view TypeName(v1::Type type) {
  switch (type) {
    case v1::TYPE_BOOL:
      return "bool";
    case v1::TYPE_INT64:
      return "int64";
    case v1::TYPE_DOUBLE:
      return "double";
    case v1::TYPE_DECIMAL:
      return "decimal";
    case v1::TYPE_STRING:
      return "string";
    case v1::TYPE_DATE:
      return "date";
    case v1::TYPE_TIMESTAMP:
      return "timestamp";
    case v1::TYPE_DURATION:
      return "duration";
    default:
      return "";
  }
}

std::string_view DirectionName(v1::Direction direction) {
  switch (direction) {
    case v1::DIRECTION_HIGHER_IS_BETTER:
      return "higher_is_better";
    case v1::DIRECTION_LOWER_IS_BETTER:
      return "lower_is_better";
    case v1::DIRECTION_NEUTRAL:
      return "neutral";
    default:
      return "";
  }
}

}  // namespace madad::cli
