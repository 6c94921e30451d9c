#include "adapters/mysql/hints.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "adapters/mysql/types.h"
#include "core/text.h"

namespace madad::adapters::mysql {
namespace {

using core::BinaryOp;
using core::Expr;
using core::ExprKind;

// No zone is further from UTC.
constexpr int64_t kFurthestMicros = int64_t{26} * 3'600 * 1'000'000;

class Hints {
 public:
  explicit Hints(core::Scan& scan) : scan_(scan) {}

  void Follow(const Expr& filter) {
    if (filter.kind != ExprKind::kBinary) return;
    if (filter.op == BinaryOp::kAnd) {
      for (const core::ExprPtr& arg : filter.args) Follow(*arg);
      return;
    }
    const bool compares = filter.op >= BinaryOp::kEqual && filter.op <= BinaryOp::kGreaterEqual &&
                          filter.op != BinaryOp::kNotEqual;
    if (compares && filter.args[0]->kind == ExprKind::kColumn &&
        filter.args[1]->kind == ExprKind::kLiteral) {
      Compare(filter, *filter.args[0], *filter.args[1]);
    }
  }

 private:
  void Compare(const Expr& filter, const Expr& column, const Expr& literal) {
    if (column.relation < 0) return;
    core::ScanRelation& relation = scan_.relations[static_cast<size_t>(column.relation)];
    if (relation.in_place == nullptr) return;
    const core::SourceColumn& from = relation.in_place->columns.at(column.name);
    if (!from.column.values.empty() || !from.column.nulls.empty()) return;
    core::Value limit = literal.value;
    const Family family = FamilyOf(from.native);
    if (family == Family::kText) {
      // What is equal is so in every collation; the order is another matter.
      const bool same_set = from.native.find(" collate utf8mb4") != std::string::npos;
      if (filter.op != BinaryOp::kEqual || !same_set || !std::holds_alternative<std::string>(limit))
        return;
    } else if (family != Family::kDate && family != Family::kInstant) {
      return;
    } else if (!from.offsets.empty() && !Widen(filter.op, limit)) {
      return;
    }
    if (std::holds_alternative<std::monostate>(limit)) return;
    scan_.filters.push_back(Bare(filter, Added(relation, column.name, from), std::move(limit)));
  }

  // Makes a limit hold in any zone.
  static bool Widen(BinaryOp op, core::Value& limit) {
    auto* time = std::get_if<core::Timestamp>(&limit);
    if (time == nullptr || op == BinaryOp::kEqual) return false;
    const bool upper = op == BinaryOp::kLess || op == BinaryOp::kLessEqual;
    time->micros += upper ? kFurthestMicros : -kFurthestMicros;
    return true;
  }

  // The name of a column that is `from` as it is.
  static std::string Added(core::ScanRelation& relation, const std::string& name,
                           const core::SourceColumn& from) {
    const std::string bare_name = core::Cat(name, " ", kBare);
    core::SourceColumn bare = from;
    bare.native = kBare;
    bare.offsets.clear();
    auto with = std::make_shared<core::SourceRelation>(*relation.in_place);
    with->columns[bare_name] = std::move(bare);
    relation.in_place = std::move(with);
    return bare_name;
  }

  static core::ExprPtr Bare(const Expr& filter, std::string name, core::Value limit) {
    auto column = std::make_shared<Expr>(*filter.args[0]);
    column->name = std::move(name);
    auto literal = std::make_shared<Expr>(*filter.args[1]);
    literal->value = std::move(limit);
    auto hint = std::make_shared<Expr>(filter);
    hint->args = {std::move(column), std::move(literal)};
    return hint;
  }

  core::Scan& scan_;
};

}  // namespace

core::Scan WithHints(const core::Scan& scan) {
  core::Scan hinted = scan;
  Hints hints(hinted);
  for (const core::ExprPtr& filter : scan.filters) hints.Follow(*filter);
  return hinted;
}

}  // namespace madad::adapters::mysql
