#include "adapters/sqlite/expr_printer.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "adapters/sql/batch.h"
#include "adapters/sqlite/spans.h"
#include "adapters/sqlite/types.h"
#include "core/text.h"

namespace madad::adapters::sqlite {
namespace {

using core::BinaryOp;
using core::Expr;
using core::ExprKind;
using core::Type;

std::string Apply(std::string_view function, const std::vector<std::string>& arguments) {
  return core::Cat(function, "(", absl::StrJoin(arguments, ", "), ")");
}

bool IsExact(Type type) { return type == Type::kInt64 || type == Type::kDecimal; }

// The unscaled number of an exact literal at `scale`, where it has one.
std::optional<int64_t> LiteralAt(const Expr& expr, int32_t scale) {
  if (expr.kind != ExprKind::kLiteral) return std::nullopt;
  sql::Int128 unscaled = 0;
  int32_t from = 0;
  if (const auto* whole = std::get_if<int64_t>(&expr.value)) {
    unscaled = *whole;
  } else if (const auto* decimal = std::get_if<core::Decimal>(&expr.value)) {
    unscaled = decimal->unscaled;
    from = decimal->scale;
  } else {
    return std::nullopt;
  }
  for (; from < scale; ++from) unscaled *= 10;
  for (; from > scale; --from) {
    if (unscaled % 10 != 0) return std::nullopt;
    unscaled /= 10;
  }
  const auto number = static_cast<int64_t>(unscaled);
  return number == unscaled ? std::optional(number) : std::nullopt;
}

bool IsComparison(BinaryOp op) { return op >= BinaryOp::kEqual && op <= BinaryOp::kGreaterEqual; }

}  // namespace

std::string ExprPrinter::Print(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kColumn:
      return PrintColumn(expr);
    case ExprKind::kBinary:
      return PrintBinary(expr);
    case ExprKind::kNegate:
      return expr.type == Type::kDouble ? core::Cat("(- ", Print(*expr.args[0]), ")")
                                        : Apply("madad_neg", {Print(*expr.args[0])});
    case ExprKind::kBetween:
      return PrintBetween(expr);
    case ExprKind::kCase:
      return PrintCase(expr);
    case ExprKind::kCall:
      return PrintCall(expr);
    default:
      return sql::ExprPrinter::Print(expr);
  }
}

std::string ExprPrinter::As(const Expr& expr, Type type, int32_t scale) {
  if (expr.type == Type::kNull) return Print(expr);
  if (type == Type::kDouble && expr.type != Type::kDouble) {
    if (expr.type == Type::kDecimal) {
      return Apply("madad_ratio", {Print(expr), core::Cat(expr.scale)});
    }
    return sql::Cast(Print(expr), "REAL");
  }
  if (type != Type::kDecimal) return Print(expr);
  if (const auto number = LiteralAt(expr, scale)) return Placeholder(*number, Type::kInt64);
  if (expr.type == Type::kDouble) {
    const std::string power = core::Cat("1e", scale);
    return Nearest(core::Cat(Print(expr), " * ", power));
  }
  const int32_t from = expr.type == Type::kDecimal ? expr.scale : 0;
  if (from == scale) return Print(expr);
  return Apply("madad_rescale", {Print(expr), core::Cat(from), core::Cat(scale)});
}

std::string ExprPrinter::CastTo(const std::string& sql, Type type, int32_t) {
  return type == Type::kDouble ? sql::Cast(sql, "REAL") : sql;
}

std::string ExprPrinter::Ordered(const std::string& text) {
  return core::Cat("(", text, " COLLATE madad_text)");
}

std::string ExprPrinter::Placeholder(core::Value value, Type) {
  return core::Cat("?", ParameterNumber(std::move(value)));
}

std::string ExprPrinter::PrintColumn(const Expr& expr) {
  const core::ScanRelation* relation = RelationOf(expr);
  const std::string row = core::Cat("r", expr.relation, ".");
  if (relation == nullptr || relation->in_place == nullptr) return row + Quote(expr.name);
  const core::SourceColumn& source = relation->in_place->columns.at(expr.name);
  const std::string& from = relation->in_place->relation;
  const bool has_rowid = !from.empty() && rowids_.Has(from);
  const std::string rowid = has_rowid ? core::Cat(row, "rowid") : "NULL";
  const std::string reference = core::Cat(row, Quote(source.column.from));
  if (source.column.values.empty() && source.column.nulls.empty()) {
    return ReadAs(reference, source, rowid);
  }
  core::SourceColumn as_text = source;
  as_text.column.type = Type::kString;
  const std::string text = ReadAs(reference, as_text, rowid);
  const std::string replaced = Replaced(text, source.column);
  return source.column.type == Type::kString ? replaced : ReadAs(replaced, source, rowid);
}

std::string ExprPrinter::Replaced(const std::string& text, const core::Column& column) {
  std::string sql = core::Cat("(CASE ", text);
  for (const std::string& null : column.nulls) {
    core::Append(&sql, " WHEN ", Placeholder(null, Type::kString), " THEN NULL");
  }
  for (const auto& [from, to] : column.values) {
    core::Append(&sql, " WHEN ", Placeholder(from, Type::kString), " THEN ");
    sql += Placeholder(to, Type::kString);
  }
  return core::Cat(sql, " ELSE ", text, " END)");
}

std::string ExprPrinter::ReadAs(const std::string& value, const core::SourceColumn& column,
                                const std::string& rowid) {
  const std::string name = Placeholder(column.column.from, Type::kString);
  switch (column.column.type) {
    case Type::kBool:
      return Apply("madad_read_bool", {value, name, rowid});
    case Type::kInt64:
    case Type::kDuration:
      return Apply("madad_read_int", {value, name, rowid});
    case Type::kDouble:
      return Apply("madad_read_double", {value, name, rowid});
    case Type::kDecimal:
      return Apply("madad_read_decimal", {value, core::Cat(column.column.scale), name, rowid});
    case Type::kDate:
    case Type::kTimestamp: {
      const Family family = FamilyOf(column.native);
      const bool takes_julian = family == Family::kReal || family == Family::kAny;
      const bool is_date = column.column.type == Type::kDate;
      return Apply("madad_read_time",
                   {value, is_date ? "1" : "0", takes_julian ? "1" : "0",
                    Placeholder(SpansText(column.offsets), Type::kString), name, rowid});
    }
    default:
      return Apply("madad_read_text", {value, name, rowid});
  }
}

std::string ExprPrinter::Shift(const std::string& time,
                               const std::vector<core::OffsetSpan>& offsets) {
  if (offsets.empty()) return time;
  return Apply("madad_shift", {time, Placeholder(SpansText(offsets), Type::kString)});
}

std::string ExprPrinter::Bucket(const std::string& time, Type, const core::Bucket& bucket) {
  return Apply("madad_bucket",
               {time, core::Cat(static_cast<int>(bucket.grain)),
                core::Cat(static_cast<int>(bucket.week_start)), core::Cat(bucket.fiscal_start),
                Placeholder(SpansText(bucket.offsets), Type::kString)});
}

std::string ExprPrinter::Nearest(const std::string& number) {
  return Apply("madad_nearest", {number});
}

std::string ExprPrinter::Like(const std::string& text, const std::string& pattern, bool negated) {
  return core::Cat("(", negated ? "NOT " : "", "madad_like(", text, ", ", pattern, "))");
}

std::string ExprPrinter::Elapsed(const std::string& a, Type, const std::string& b, Type) {
  return Apply("madad_sub", {a, b});
}

std::string ExprPrinter::Move(const std::string& time, Type, Type type, const std::string& micros,
                              int32_t months, bool back) {
  const std::string moved =
      Apply("madad_move", {time, back ? Apply("madad_neg", {micros}) : micros,
                           core::Cat(back ? -months : months)});
  return type == Type::kDate ? Apply("madad_day_of", {moved}) : moved;
}

std::string ExprPrinter::PrintBinary(const Expr& expr) {
  const Expr& a = *expr.args[0];
  const Expr& b = *expr.args[1];
  if (expr.op == BinaryOp::kDivide) {
    const std::string dividend = AsDouble(a);
    return FromDouble(Divide(dividend, AsDouble(b)), expr);
  }
  if (IsComparison(expr.op)) return Compared(expr.op, a, b);
  if (expr.op == BinaryOp::kMultiply) return PrintProduct(expr);
  const bool is_logic = expr.op == BinaryOp::kAnd || expr.op == BinaryOp::kOr;
  if (is_logic || sql::IsTime(a.type) || sql::IsTime(b.type)) {
    return sql::ExprPrinter::Print(expr);
  }
  const std::string left = As(a, expr.type, expr.scale);
  const std::string right = As(b, expr.type, expr.scale);
  if (expr.type == Type::kDouble) return core::Cat("(", left, sql::Operator(expr.op), right, ")");
  return Apply(expr.op == BinaryOp::kAdd ? "madad_add" : "madad_sub", {left, right});
}

std::string ExprPrinter::PrintProduct(const Expr& expr) {
  const Expr& a = *expr.args[0];
  const Expr& b = *expr.args[1];
  const bool in_doubles = a.type == Type::kDouble || b.type == Type::kDouble;
  if (in_doubles) {
    const std::string left = AsDouble(a);
    return FromDouble(core::Cat("(", left, " * ", AsDouble(b), ")"), expr);
  }
  const std::string left = Print(a);
  const std::string product = Apply("madad_mul", {left, Print(b)});
  const int32_t scale = (a.type == Type::kDecimal ? a.scale : 0) +
                        (b.type == Type::kDecimal ? b.scale : 0);
  if (expr.type != Type::kDuration || scale == 0) return product;
  return Apply("madad_rescale", {product, core::Cat(scale), "0"});
}

std::string ExprPrinter::Compared(BinaryOp op, const Expr& a, const Expr& b) {
  const std::string_view sign = sql::Operator(op);
  if (IsExact(a.type) && IsExact(b.type)) {
    const int32_t left = a.type == Type::kDecimal ? a.scale : 0;
    const int32_t right = b.type == Type::kDecimal ? b.scale : 0;
    if (LiteralAt(b, left)) return core::Cat("(", Print(a), sign, As(b, Type::kDecimal, left), ")");
    if (LiteralAt(a, right)) {
      const std::string literal = As(a, Type::kDecimal, right);
      return core::Cat("(", literal, sign, Print(b), ")");
    }
    if (left != right) {
      const std::string subject = Print(a);
      return core::Cat("(madad_compare(", subject, ", ", left, ", ", Print(b),
                       core::Cat(", ", right, ")", sign, "0)"));
    }
  }
  const bool in_doubles = a.type == Type::kDouble || b.type == Type::kDouble;
  const Type type = a.type == Type::kNull ? b.type : a.type;
  const std::string left = in_doubles ? AsDouble(a) : Print(a);
  return Compare(op, left, in_doubles ? AsDouble(b) : Print(b), type);
}

// As a list where all are alike, else one comparison after another.
std::string ExprPrinter::PrintIn(const Expr& expr) {
  const Expr& subject = *expr.args[0];
  const int32_t scale = subject.type == Type::kDecimal ? subject.scale : 0;
  std::vector<std::string> list;
  std::vector<std::string> others;
  for (size_t i = 1; i < expr.args.size(); ++i) {
    const Expr& item = *expr.args[i];
    const bool alike = item.type == Type::kNull ||
                       (item.type == subject.type && item.scale == subject.scale);
    if (IsExact(subject.type) && LiteralAt(item, scale)) {
      list.push_back(As(item, Type::kDecimal, scale));
    } else if (alike) {
      list.push_back(Print(item));
    } else {
      others.push_back(Compared(BinaryOp::kEqual, subject, item));
    }
  }
  std::vector<std::string> parts = std::move(others);
  if (!list.empty()) {
    parts.push_back(core::Cat(Print(subject), " IN (", absl::StrJoin(list, ", "), ")"));
  }
  return core::Cat("(", expr.negated ? "NOT " : "", "(", absl::StrJoin(parts, " OR "), "))");
}

std::string ExprPrinter::PrintBetween(const Expr& expr) {
  const std::string from = Compared(BinaryOp::kGreaterEqual, *expr.args[0], *expr.args[1]);
  const std::string to = Compared(BinaryOp::kLessEqual, *expr.args[0], *expr.args[2]);
  return core::Cat("(", expr.negated ? "NOT " : "", "(", from, " AND ", to, "))");
}

std::string ExprPrinter::PrintCase(const Expr& expr) {
  std::string sql = "(CASE";
  size_t i = 0;
  for (; i + 1 < expr.args.size(); i += 2) {
    core::Append(&sql, " WHEN ", Print(*expr.args[i]));
    core::Append(&sql, " THEN ", As(*expr.args[i + 1], expr.type, expr.scale));
  }
  if (i < expr.args.size()) core::Append(&sql, " ELSE ", As(*expr.args[i], expr.type, expr.scale));
  return sql + " END)";
}

std::string ExprPrinter::PrintRound(const Expr& expr) {
  const Expr& number = *expr.args[0];
  if (expr.type == Type::kInt64) return Print(number);
  if (expr.type == Type::kDecimal) return As(number, expr.type, expr.scale);
  const int64_t decimals = expr.args.size() > 1 ? std::get<int64_t>(expr.args[1]->value) : 0;
  return Apply("madad_round", {Print(number), core::Cat(decimals)});
}

std::string ExprPrinter::Call(const Expr& expr, const std::vector<std::string>& arguments) {
  return Apply(core::Cat("madad_", expr.name), arguments);
}

std::string ExprPrinter::PrintCall(const Expr& expr) {
  const std::string& name = expr.name;
  if (name == "round") return PrintRound(expr);
  if (name == "abs" && expr.type == Type::kDouble) return Apply("abs", PrintArguments(expr));
  if (name == "nullif") {
    const std::string equal = Compared(BinaryOp::kEqual, *expr.args[0], *expr.args[1]);
    return core::Cat("(CASE WHEN ", equal, " THEN NULL ELSE ", Print(*expr.args[0]), " END)");
  }
  if (name == "coalesce" || name == "least" || name == "greatest") {
    std::vector<std::string> alike;
    for (const core::ExprPtr& arg : expr.args) alike.push_back(As(*arg, expr.type, expr.scale));
    if (alike.size() == 1) return alike[0];
    return Apply(name == "coalesce" ? name : core::Cat("madad_", name), alike);
  }
  return Call(expr, PrintArguments(expr));
}

std::string ExprPrinter::PrintAggregate(const Expr& expr) {
  const bool in_doubles = expr.name == "stddev" || expr.name == "avg";
  if (in_doubles) {
    const std::string number = AsDouble(*expr.args[0]);
    const std::string function = expr.name == "avg" ? "avg" : "madad_stddev";
    return FromDouble(core::Cat(function, "(", number, ")", Filter(expr)), expr);
  }
  if (expr.name != "sum" || expr.type == Type::kDouble) {
    return sql::ExprPrinter::PrintAggregate(expr);
  }
  const std::string number = Print(*expr.args[0]);
  return core::Cat("madad_sum(", expr.distinct ? "DISTINCT " : "", number, ")", Filter(expr));
}

std::string ExprPrinter::Percentile(const Expr& expr) {
  const std::string sample = AsDouble(*expr.args[0]);
  return core::Cat("madad_percentile(", sample, ", ",
                   absl::StrFormat("%.17g", sql::PercentileOf(expr)), ")", Filter(expr));
}

std::string ExprPrinter::ArgExtreme(bool greatest, const Expr& expr) {
  return core::Cat(Apply(greatest ? "madad_arg_max" : "madad_arg_min", PrintArguments(expr)),
                   Filter(expr));
}

}  // namespace madad::adapters::sqlite
