// Tree to text.
#include <charconv>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "core/expr/lexer.h"
#include "core/expr/parser.h"

namespace madad::core {
namespace {

// How tightly a node holds together; one that is looser than its place needs
// parentheses.
enum Level { kOrLevel, kAndLevel, kNotLevel, kPredicate, kSum, kProduct, kUnary, kPrimary };

struct Operator {
  const char* text;
  Level level;
  Level left;
  Level right;
};

Operator OperatorOf(BinaryOp op) {
  switch (op) {
    case BinaryOp::kAdd:
      return {" + ", kSum, kSum, kProduct};
    case BinaryOp::kSubtract:
      return {" - ", kSum, kSum, kProduct};
    case BinaryOp::kMultiply:
      return {" * ", kProduct, kProduct, kUnary};
    case BinaryOp::kDivide:
      return {" / ", kProduct, kProduct, kUnary};
    case BinaryOp::kEqual:
      return {" = ", kPredicate, kSum, kSum};
    case BinaryOp::kNotEqual:
      return {" <> ", kPredicate, kSum, kSum};
    case BinaryOp::kLess:
      return {" < ", kPredicate, kSum, kSum};
    case BinaryOp::kLessEqual:
      return {" <= ", kPredicate, kSum, kSum};
    case BinaryOp::kGreater:
      return {" > ", kPredicate, kSum, kSum};
    case BinaryOp::kGreaterEqual:
      return {" >= ", kPredicate, kSum, kSum};
    case BinaryOp::kAnd:
      return {" AND ", kAndLevel, kAndLevel, kNotLevel};
    case BinaryOp::kOr:
      return {" OR ", kOrLevel, kOrLevel, kAndLevel};
  }
  return {" ? ", kOrLevel, kPrimary, kPrimary};
}

std::string Quote(const std::string& text, const char* quote) {
  const std::string doubled = absl::StrCat(quote, quote);
  return absl::StrCat(quote, absl::StrReplaceAll(text, {{quote, doubled}}), quote);
}

std::string Name(const std::string& name) { return IsPlainName(name) ? name : Quote(name, "\""); }

std::string Column(const std::string& name) {
  const size_t dot = name.find('.');
  if (dot == std::string::npos) return Name(name);
  return absl::StrCat(Name(name.substr(0, dot)), ".", Name(name.substr(dot + 1)));
}

std::string Literal(const Value& value) {
  switch (TypeOf(value)) {
    case Type::kNull:
      return "NULL";
    case Type::kBool:
      return std::get<bool>(value) ? "TRUE" : "FALSE";
    case Type::kDouble: {
      // The exponent is what makes a number a double.
      char buffer[40];
      const auto [end, error] = std::to_chars(
          buffer, buffer + sizeof(buffer), std::get<double>(value), std::chars_format::scientific);
      return std::string(buffer, end);
    }
    case Type::kDate:
      return absl::StrCat("DATE '", ToText(value), "'");
    case Type::kTimestamp:
      return absl::StrCat("TIMESTAMP '", ToText(value), "'");
    case Type::kDuration:
      return absl::StrCat("'", ToText(value), "'");
    case Type::kInt64:
    case Type::kDecimal:
    case Type::kString:
      break;
  }
  return ToText(value);
}

bool IsNumber(const Expr& expr) {
  return expr.kind == ExprKind::kLiteral && IsNumeric(TypeOf(expr.value));
}

Level LevelOf(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kBinary:
      return OperatorOf(expr.op).level;
    case ExprKind::kNot:
      return kNotLevel;
    case ExprKind::kIn:
    case ExprKind::kBetween:
    case ExprKind::kIsNull:
    case ExprKind::kLike:
      return kPredicate;
    case ExprKind::kNegate:
      return kUnary;
    case ExprKind::kLiteral:
      // With or without minus: `-(5)` negates, `-5` is a number.
      return IsNumber(expr) ? kUnary : kPrimary;
    default:
      return kPrimary;
  }
}

std::string Print(const Expr& expr, Level least);

std::string List(const Expr& expr, size_t first) {
  std::string text;
  for (size_t i = first; i < expr.args.size(); ++i) {
    absl::StrAppend(&text, i == first ? "" : ", ", Print(*expr.args[i], kOrLevel));
  }
  return text;
}

std::string Case(const Expr& expr) {
  std::string text = "CASE";
  size_t i = 0;
  for (; i + 1 < expr.args.size(); i += 2) {
    absl::StrAppend(&text, " WHEN ", Print(*expr.args[i], kOrLevel), " THEN ",
                    Print(*expr.args[i + 1], kOrLevel));
  }
  if (i < expr.args.size()) absl::StrAppend(&text, " ELSE ", Print(*expr.args[i], kOrLevel));
  return text + " END";
}

std::string Call(const Expr& expr) {
  std::string text = absl::StrCat(expr.name, "(", expr.distinct ? "DISTINCT " : "", List(expr, 0));
  if (expr.kind == ExprKind::kAggregate && expr.args.empty()) text += "*";
  text += ")";
  if (expr.filter) absl::StrAppend(&text, " FILTER (WHERE ", Print(*expr.filter, kOrLevel), ")");
  return text;
}

std::string Predicate(const Expr& expr) {
  const std::string left = Print(*expr.args[0], kSum);
  const char* negated = expr.negated ? " NOT" : "";
  switch (expr.kind) {
    case ExprKind::kIsNull:
      return absl::StrCat(left, " IS", negated, " NULL");
    case ExprKind::kIn:
      return absl::StrCat(left, negated, " IN (", List(expr, 1), ")");
    case ExprKind::kLike:
      return absl::StrCat(left, negated, " LIKE ", Print(*expr.args[1], kPrimary));
    default:
      return absl::StrCat(left, negated, " BETWEEN ", Print(*expr.args[1], kSum), " AND ",
                          Print(*expr.args[2], kSum));
  }
}

std::string Binary(const Expr& expr) {
  const Operator op = OperatorOf(expr.op);
  return absl::StrCat(Print(*expr.args[0], op.left), op.text, Print(*expr.args[1], op.right));
}

std::string PrintBare(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kLiteral:
      return Literal(expr.value);
    case ExprKind::kColumn:
      return Column(expr.name);
    case ExprKind::kParameter:
      return absl::StrCat(":", expr.name);
    case ExprKind::kNot:
      return absl::StrCat("NOT ", Print(*expr.args[0], kPredicate));
    case ExprKind::kNegate:
      return absl::StrCat("-", Print(*expr.args[0], kPrimary));
    case ExprKind::kBinary:
      return Binary(expr);
    case ExprKind::kIn:
    case ExprKind::kBetween:
    case ExprKind::kIsNull:
    case ExprKind::kLike:
      return Predicate(expr);
    case ExprKind::kCase:
      return Case(expr);
    case ExprKind::kCall:
    case ExprKind::kAggregate:
      return Call(expr);
  }
  return "";
}

std::string Print(const Expr& expr, Level least) {
  const std::string bare = PrintBare(expr);
  return LevelOf(expr) < least ? absl::StrCat("(", bare, ")") : bare;
}

}  // namespace

std::string ToText(const Expr& expr) { return Print(expr, kOrLevel); }

}  // namespace madad::core
