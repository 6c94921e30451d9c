#include <cmath>

#include "cli/answer/columns.h"
#include "cli/render/number.h"
#include "cli/render/value.h"

namespace madad::cli {
namespace {

std::string Signed(double value, std::string text) { return value > 0 ? "+" + text : text; }

std::string PointsText(double fraction) { return FixedDouble(fraction * 100, 2) + " pp"; }

}  // namespace

std::string ShownText(const v1::Column& column, int64_t row) {
  const std::string_view companion = NameOf(column).companion;
  if (companion.empty() || IsNull(column, row) || !IsNumber(column.type())) {
    return HumanText(column, row);
  }
  const double value = NumberAt(column, row);
  if (companion == "share") return PercentText(value);
  if (companion == "change_ratio") return Signed(value, PercentText(value));
  if (companion != "change") return HumanText(column, row);
  if (column.unit() == v1::UNIT_PERCENT) return Signed(value, PointsText(value));
  return Signed(value, HumanText(column, row));
}

}  // namespace madad::cli
