#include "adapters/sqlite/types.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

#include "adapters/sql/mapping.h"
#include "core/text.h"

namespace madad::adapters::sqlite {
namespace {

using core::Type;

std::string_view Readable(Family family) {
  return family == Family::kReal
             ? "double, decimal(scale), string, or timestamp or date for julian days"
             : "";
}

bool Fits(Family family, Type type) {
  if (family == Family::kBlob) return false;
  const bool whole = type == Type::kInt64 || type == Type::kBool;
  return family != Family::kReal || !whole;
}

}  // namespace

Family FamilyOf(std::string_view native) {
  const std::string_view type = native.substr(0, native.find(kCollated));
  const std::string upper = absl::AsciiStrToUpper(core::Piece(type));
  const auto has = [&](const char* part) { return absl::StrContains(upper, part); };
  if (type == kNoType || upper == "ANY") return Family::kAny;
  if (has("INT")) return Family::kInteger;
  if (has("CHAR") || has("CLOB") || has("TEXT")) return Family::kText;
  if (has("BLOB")) return Family::kBlob;
  if (has("REAL") || has("FLOA") || has("DOUB")) return Family::kReal;
  return Family::kNumeric;
}

bool MayLackZone(Family family) { return family != Family::kInteger && family != Family::kReal; }

absl::Status CanRead(const core::Column& column, const core::NativeColumn& native) {
  const Family family = FamilyOf(native.type);
  // Its text is replaced first, and the result read.
  const bool by_text = !column.values.empty() || !column.nulls.empty();
  if (Fits(family, column.type) || (by_text && family != Family::kBlob)) return absl::OkStatus();
  const std::string_view instead = Readable(family);
  return sql::Unreadable(column, native, instead);
}

}  // namespace madad::adapters::sqlite
