// Columns and their types.
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "config/to_core_parts.h"
#include "core/names.h"

namespace madad::config {
namespace {

using core::Type;

constexpr Type kColumnTypes[] = {Type::kBool,   Type::kInt64, Type::kDouble,
                                 Type::kString, Type::kDate,  Type::kTimestamp};

// Returns the scale of "decimal(2)"; nothing for another form.
std::optional<int32_t> DecimalScale(absl::string_view text) {
  int32_t scale = 0;
  const bool is_decimal = absl::ConsumePrefix(&text, "decimal(") &&
                          absl::ConsumeSuffix(&text, ")") && absl::SimpleAtoi(text, &scale);
  return is_decimal ? std::optional(scale) : std::nullopt;
}

std::string UnknownType(const std::string& text) {
  if (absl::StartsWith(text, "decimal")) {
    return absl::StrCat("bad type ", core::Quoted(text),
                        "; expected how many decimals and nothing else, such as decimal(2)");
  }
  std::vector<std::string> words = {"decimal(2)"};
  for (const Type type : kColumnTypes) words.emplace_back(core::TypeName(type));
  return absl::StrCat("unknown type ", core::Quoted(text), core::Instead(text, words));
}

void ReadType(const std::string& text, const std::string& path, core::Column& column,
              ProblemLog& log) {
  for (const Type type : kColumnTypes) {
    if (text != core::TypeName(type)) continue;
    column.type = type;
    return;
  }
  const std::optional<int32_t> scale = DecimalScale(text);
  column.type = scale.has_value() ? Type::kDecimal : Type::kNull;
  column.scale = scale.value_or(0);
  if (!scale.has_value()) log.AddUnread(log.PositionOf(path), path, UnknownType(text));
}

}  // namespace

core::Column ColumnToCore(const std::string& name, const v1::Table::Column& column,
                          const std::string& path, ProblemLog& log) {
  core::Column result;
  result.name = name;
  result.from = column.from().empty() ? name : column.from();
  result.format = column.format();
  result.values = {column.values().begin(), column.values().end()};
  result.via = column.via();
  result.nulls = {column.nulls().begin(), column.nulls().end()};
  result.planned = column.planned();
  const std::string type_path = path + ".type";
  if (column.type().empty()) {
    if (log.IsUnread(type_path)) result.type = Type::kNull;
  } else if (!column.via().empty()) {
    log.Add(type_path,
            "a column that is taken through a join has the joined column's type; leave it out");
  } else {
    ReadType(column.type(), type_path, result, log);
  }
  return result;
}

}  // namespace madad::config
