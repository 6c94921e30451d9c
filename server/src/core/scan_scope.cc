#include "core/scan_scope.h"

#include <memory>
#include <utility>

#include "core/expr/parser.h"
#include "core/names.h"
#include "core/status.h"

namespace madad::core {

ScanScope::ScanScope(const Catalog& catalog, const Table& table) : catalog_(catalog) {
  relations_.push_back({.table = &table});
}

absl::StatusOr<ExprPtr> ScanScope::Resolve(std::string_view name) {
  MADAD_ASSIGN_OR_RETURN(const ColumnPath path, FindColumn(catalog_, table(), name));
  int32_t relation = 0;
  for (const Join* join : path.joins) relation = Follow(relation, *join);
  auto column = std::make_shared<Expr>();
  column->kind = ExprKind::kColumn;
  column->type = path.column->type;
  column->scale = path.column->scale;
  column->name = path.column->name;
  column->relation = relation;
  return column;
}

absl::StatusOr<ExprPtr> ScanScope::ResolvePath(const std::string& path) {
  const size_t dot = path.find('.');
  const bool is_column =
      IsName(path.substr(0, dot)) && (dot == std::string::npos || IsName(path.substr(dot + 1)));
  if (is_column) return Resolve(path);
  MADAD_ASSIGN_OR_RETURN(const ExprPtr parsed, ParseExpression(path));
  return Check(parsed, path, *this);
}

int32_t ScanScope::Follow(int32_t parent, const Join& join) {
  for (size_t i = 1; i < relations_.size(); ++i) {
    if (relations_[i].parent == parent && relations_[i].join == &join) {
      return static_cast<int32_t>(i);
    }
  }
  relations_.push_back({&catalog_.tables.at(join.table), &join, parent});
  return static_cast<int32_t>(relations_.size() - 1);
}

absl::StatusOr<ExprPtr> DimensionScope::Resolve(std::string_view name) {
  MADAD_ASSIGN_OR_RETURN(const std::string path,
                         DimensionPath(columns_.catalog(), columns_.table(), name));
  return columns_.ResolvePath(path);
}

}  // namespace madad::core
