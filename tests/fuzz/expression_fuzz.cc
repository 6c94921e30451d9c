// Expressions: whatever parses is printed such that it parses to the same tree,
// and checking it ends; whatever does not says where.
#include <map>
#include <memory>

#include "core/expr/check.h"
#include "core/expr/parser.h"
#include "core/status.h"
#include "core/utf8.h"
#include "fuzz/fuzz.h"
#include "unit/core/expr/tree_support.h"

namespace {

using madad::core::Expr;
using madad::core::ExprPtr;
using madad::core::Type;
using madad::fuzz::Require;

// A column's type follows from its name's length; some are unknown.
class AnyScope : public madad::core::Scope {
 public:
  absl::StatusOr<ExprPtr> Resolve(std::string_view name) override {
    constexpr Type kTypes[] = {Type::kInt64,  Type::kString,    Type::kDate,     Type::kDecimal,
                               Type::kDouble, Type::kTimestamp, Type::kDuration, Type::kBool};
    if (name.size() % 9 == 8) return absl::NotFoundError("no such column");
    Expr column;
    column.kind = madad::core::ExprKind::kColumn;
    column.name = std::string(name);
    column.type = kTypes[name.size() % 9];
    column.scale = column.type == Type::kDecimal ? 2 : 0;
    column.relation = 0;
    return std::make_shared<const Expr>(column);
  }
};

void RequireExplained(const absl::Status& status) {
  const std::string message(status.message());
  Require(madad::core::FindInvalidUtf8(message) == std::string::npos, "an error that is no UTF-8");
  Require(!madad::core::DetailOf(status).metadata["position"].empty(), "no position: " + message);
}

void CheckTypes(const ExprPtr& expr, std::string_view text, bool allow_aggregates) {
  AnyScope scope;
  const std::map<std::string, madad::core::Value> parameters = {
      {"low", int64_t{1}}, {"high", madad::core::Duration{1, 1}}, {"none", {}}};
  const absl::StatusOr<ExprPtr> typed =
      madad::core::Check(expr, text, scope, {allow_aggregates, &parameters});
  if (!typed.ok()) return RequireExplained(typed.status());
  Require(!madad::core::ToText(**typed).empty(), "a typed tree without text");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = madad::fuzz::View(data, size);
  const absl::StatusOr<ExprPtr> expr = madad::core::ParseExpression(text);
  if (!expr.ok()) {
    RequireExplained(expr.status());
    return 0;
  }
  const std::string printed = madad::core::ToText(**expr);
  // Printing may add parentheses, and so pass the limits of what was just within them.
  const absl::StatusOr<ExprPtr> again =
      madad::core::ParseExpression(printed, {.max_bytes = 1 << 20, .max_depth = 1000});
  Require(again.ok(), "printed, but not read back: " + printed);
  Require(madad::core::SameTree(**expr, **again), "read back as another tree: " + printed);
  Require(madad::core::ToText(**again) == printed, "printed differently: " + printed);
  CheckTypes(*expr, text, /*allow_aggregates=*/true);
  CheckTypes(*expr, text, /*allow_aggregates=*/false);
  return 0;
}
