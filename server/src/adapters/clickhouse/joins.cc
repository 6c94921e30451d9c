#include "adapters/clickhouse/joins.h"

#include <memory>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "adapters/clickhouse/literal.h"
#include "adapters/clickhouse/types.h"
#include "adapters/sql/dialect.h"
#include "core/text.h"

namespace madad::adapters::clickhouse {
namespace {

using core::Cat;
using core::Expr;
using core::ExprPtr;

std::string KeyOf(int32_t relation) { return Cat("madad_", relation, "_key"); }

bool IsOnlyOf(const Expr& expr, int32_t relation) {
  if (expr.kind == core::ExprKind::kColumn) return expr.relation == relation;
  for (const ExprPtr& arg : expr.args) {
    if (!IsOnlyOf(*arg, relation)) return false;
  }
  return true;
}

// A column whose rows may have found no partner.
std::string Outer(const std::string& native) {
  return IsNullable(native) ? native : Cat("Nullable(", Inner(native), ")");
}

bool IsPlain(const core::SourceColumn& column) {
  return column.column.values.empty() && column.column.nulls.empty();
}

}  // namespace

Joins::Joins(const std::vector<core::ScanRelation>& relations, ExprPrinter& printer,
             const std::vector<ExprPtr*>& expressions, std::vector<ExprPtr>& filters)
    : relations_(relations), printer_(printer), filters_(filters) {
  for (ExprPtr* expr : expressions) Collect(**expr);
  for (const ExprPtr& filter : filters) Collect(*filter);
  for (size_t i = 1; i < relations.size(); ++i) {
    used_.insert({static_cast<int32_t>(i), relations[i].key});
    used_.insert({relations[i].parent, relations[i].on});
  }
  for (const Name& name : used_) names_[name] = Cat("madad_", name.first, "_", names_.size());
  const Piece whole = Build(0);
  for (ExprPtr* expr : expressions) *expr = Moved(*expr, whole);
  for (ExprPtr& filter : filters) filter = Moved(filter, whole);
  from_ = whole.from;
  Show(whole);
}

void Joins::Collect(const Expr& expr) {
  if (expr.kind == core::ExprKind::kColumn) used_.insert({expr.relation, expr.name});
  for (const ExprPtr& arg : expr.args) Collect(*arg);
  if (expr.filter != nullptr) Collect(*expr.filter);
}

Joins::Piece Joins::Build(int32_t relation) {
  Piece piece;
  const core::ScanRelation& own = relations_[static_cast<size_t>(relation)];
  piece.from = Cat(sql::RelationText(own, QuoteIdentifier), " AS r", relation);
  for (const Name& name : used_) {
    if (name.first == relation)
      piece.places[name] = {relation, own.in_place->columns.at(name.second)};
  }
  bool is_first = true;
  for (size_t i = 1; i < relations_.size(); ++i) {
    if (relations_[i].parent != relation) continue;
    if (!is_first && !printer_.version().IsModern()) Wrap(relation, piece);
    is_first = false;
    Attach(static_cast<int32_t>(i), piece);
  }
  return piece;
}

std::string Joins::Reference(const Place& place) {
  return Cat("r", place.holder, ".", QuoteIdentifier(place.column.column.from));
}

// SELECT of all columns under our names.
std::string Joins::Select(const Piece& piece) const {
  std::vector<std::string> columns;
  for (const auto& [name, place] : piece.places) {
    columns.push_back(Cat(Reference(place), " AS ", QuoteIdentifier(names_.at(name))));
  }
  return Cat("SELECT ", absl::StrJoin(columns, ", "));
}

void Joins::Wrap(int32_t relation, Piece& piece) {
  Show(piece);
  const std::string filters = relation == 0 ? Filters(piece) : "";
  piece.from = Cat("(", Select(piece), " FROM ", piece.from, filters, ") AS r", relation);
  for (auto& [name, place] : piece.places) {
    place.holder = relation;
    place.column.column.from = names_.at(name);
  }
}

// The filters that are of the first relation alone: they leave less to join.
std::string Joins::Filters(const Piece& piece) {
  std::vector<std::string> printed;
  std::vector<ExprPtr> others;
  for (const ExprPtr& filter : filters_) {
    if (IsOnlyOf(*filter, 0)) {
      printed.push_back(printer_.Print(*Moved(filter, piece)));
    } else {
      others.push_back(filter);
    }
  }
  filters_ = std::move(others);
  return printed.empty() ? "" : Cat(" WHERE ", absl::StrJoin(printed, " AND "));
}

void Joins::Attach(int32_t child, Piece& piece) {
  const core::ScanRelation& joined = relations_[static_cast<size_t>(child)];
  const Name key{child, joined.key};
  const Name on{joined.parent, joined.on};
  Piece inner = Build(child);
  const core::SourceColumn& left = piece.places.at(on).column;
  const core::SourceColumn& right = inner.places.at(key).column;
  // Keys that are alike in the engine meet as they are.
  const bool as_is = IsPlain(left) && IsPlain(right) && left.column.type == right.column.type &&
                     Inner(left.native) == Inner(right.native);
  const std::string right_key = as_is ? Reference(inner.places.at(key)) : Column(inner, key);
  std::string left_key = as_is ? Reference(piece.places.at(on)) : Column(piece, on);
  // Without its relation: a shard that is sent the join knows that by another name.
  const Place& place_on = piece.places.at(on);
  left_key = absl::StrReplaceAll(
      left_key, {{Reference(place_on), QuoteIdentifier(place_on.column.column.from)}});
  const std::string joined_key = QuoteIdentifier(KeyOf(child));
  core::Append(&piece.from, "\nGLOBAL ANY LEFT JOIN (", Select(inner), ", ", right_key, " AS ",
               joined_key);
  core::Append(&piece.from, " FROM ", inner.from, ") AS r", child, " ON ", left_key, " = ",
               joined_key);
  for (auto& [name, place] : inner.places) {
    place.holder = child;
    place.column.column.from = names_.at(name);
    place.column.native = Outer(place.column.native);
    piece.places[name] = place;
  }
}

void Joins::Show(const Piece& piece) {
  std::vector<std::shared_ptr<core::SourceRelation>> shown(relations_.size());
  for (auto& relation : shown) relation = std::make_shared<core::SourceRelation>();
  for (const auto& [name, place] : piece.places) {
    shown[static_cast<size_t>(place.holder)]->columns[names_.at(name)] = place.column;
  }
  shown_.clear();
  for (auto& relation : shown) shown_.emplace_back().in_place = std::move(relation);
  printer_.SetRelations(shown_);
}

std::string Joins::Column(const Piece& piece, const Name& name) {
  Show(piece);
  Expr column;
  column.kind = core::ExprKind::kColumn;
  column.relation = name.first;
  column.name = name.second;
  return printer_.Print(*Moved(std::make_shared<const Expr>(column), piece));
}

ExprPtr Joins::Moved(const ExprPtr& expr, const Piece& piece) const {
  auto moved = std::make_shared<Expr>(*expr);
  if (expr->kind == core::ExprKind::kColumn) {
    const Name name{expr->relation, expr->name};
    moved->relation = piece.places.at(name).holder;
    moved->name = names_.at(name);
    return moved;
  }
  for (ExprPtr& arg : moved->args) arg = Moved(arg, piece);
  if (moved->filter != nullptr) moved->filter = Moved(moved->filter, piece);
  return moved;
}

}  // namespace madad::adapters::clickhouse
