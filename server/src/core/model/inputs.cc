#include "core/model/inputs.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/expr/check.h"
#include "core/expr/parser.h"
#include "core/expr/rewrite.h"
#include "core/metric/stages.h"
#include "core/model/relation.h"
#include "core/names.h"
#include "core/row_scope.h"
#include "core/status.h"
#include "core/text.h"
#include "core/world.h"

namespace madad::core {
namespace {

// One relation of the input while it is planned.
struct Part {
  Part(const Catalog& catalog, InputRelation from)
      : relation(std::move(from)), scope(catalog, *relation.table) {}

  InputRelation relation;
  ScanScope scope;
};

class InputPlanner {
 public:
  InputPlanner(const Catalog& catalog, const ModelInput& input, std::optional<Timestamp> as_of)
      : catalog_(catalog), input_(input), as_of_(as_of) {}

  absl::StatusOr<PlannedRows> Plan() {
    MADAD_ASSIGN_OR_RETURN(std::vector<InputRelation> relations, RelationsOf(catalog_, input_));
    for (InputRelation& relation : relations) {
      parts_.push_back(std::make_unique<Part>(catalog_, std::move(relation)));
    }
    planned_.scan.parts.resize(parts_.size());
    for (const ModelInputColumn& column : input_.columns) MADAD_RETURN_IF_ERROR(AddColumn(column));
    for (size_t i = 0; i < parts_.size(); ++i) MADAD_RETURN_IF_ERROR(AddFilters(i));
    MADAD_RETURN_IF_ERROR(AddOrder());
    for (size_t i = 0; i < parts_.size(); ++i) {
      planned_.scan.parts[i].relations =
          RelationsIn(parts_[i]->scope, planned_.tables.emplace_back());
    }
    return std::move(planned_);
  }

 private:
  absl::Status Fail(std::string_view what, const absl::Status& status) const {
    ErrorDetail detail = DetailOf(status);
    detail.metadata["input"] = input_.name;
    if (detail.reason.empty()) detail.reason = "MODEL_INPUT_INVALID";
    return Error(absl::StatusCode::kFailedPrecondition,
                 Cat("input '", input_.name, "', ", what, ": ", status.message()), detail);
  }

  // What stands for a name of the relation, as_of() and stage('id').
  absl::StatusOr<ExprPtr> Bind(const ExprPtr& expr, const Part& part) const {
    absl::Status status;
    ExprPtr bound = Rewrite(expr, [&](const Expr& node) -> ExprPtr {
      if (node.kind == ExprKind::kColumn) {
        const auto name = part.relation.names.find(node.name);
        return name == part.relation.names.end() ? nullptr : name->second;
      }
      if (node.kind != ExprKind::kCall) return nullptr;
      if (node.name == "as_of") return MakeLiteral(as_of_ ? Value(*as_of_) : Value());
      if (node.name != "stage") return nullptr;
      const auto* id = std::get_if<std::string>(&node.args[0]->value);
      absl::StatusOr<ExprPtr> time =
          StageTime(catalog_, *part.relation.table, id ? *id : "", StagePolicy::kReachedOrBeyond);
      if (time.ok()) return *time;
      status.Update(time.status());
      return nullptr;
    });
    MADAD_RETURN_IF_ERROR(status);
    return bound;
  }

  absl::StatusOr<ExprPtr> Typed(const std::string& text, Part& part, RowScope::First first) {
    MADAD_ASSIGN_OR_RETURN(const ExprPtr parsed, ParseExpression(text));
    MADAD_ASSIGN_OR_RETURN(const ExprPtr bound, Bind(parsed, part));
    if (bound->kind == ExprKind::kLiteral && TypeOf(bound->value) == Type::kNull) return bound;
    RowScope scope(part.scope, first);
    return Check(bound, text, scope);
  }

  absl::StatusOr<ExprPtr> ColumnIn(const ModelInputColumn& column, Part& part) {
    if (column.dimension.empty()) return Typed(column.value, part, RowScope::First::kColumns);
    DimensionScope dimensions(part.scope);
    return dimensions.Resolve(column.dimension);
  }

  absl::Status AddColumn(const ModelInputColumn& column) {
    std::vector<ExprPtr> found;
    absl::Status missing;
    for (const std::unique_ptr<Part>& part : parts_) {
      absl::StatusOr<ExprPtr> expr = ColumnIn(column, *part);
      if (!expr.ok() && !(column.optional && absl::IsNotFound(expr.status()))) {
        return Fail(Cat("column '", column.name, "'"), expr.status());
      }
      found.push_back(expr.ok() ? *expr : MakeLiteral(Value()));
    }
    const bool is_there = std::any_of(found.begin(), found.end(), [](const ExprPtr& expr) {
      return expr->kind != ExprKind::kLiteral || TypeOf(expr->value) != Type::kNull;
    });
    if (!is_there && column.optional) return absl::OkStatus();
    MADAD_ASSIGN_OR_RETURN(RowScan::Column typed, Declare(column, found));
    planned_.scan.columns.push_back(std::move(typed));
    for (size_t i = 0; i < parts_.size(); ++i) {
      planned_.scan.parts[i].columns.push_back(std::move(found[i]));
    }
    return absl::OkStatus();
  }

  // What both types are read as; kNull: nothing.
  static Type Common(Type a, Type b) {
    if (a == b || b == Type::kNull) return a;
    if (a == Type::kNull) return b;
    const bool instants =
        (a == Type::kDate && b == Type::kTimestamp) || (a == Type::kTimestamp && b == Type::kDate);
    if (instants) return Type::kTimestamp;
    return a == Type::kDouble && IsNumeric(b) ? a : Type::kNull;
  }

  // The column as the model gets it: as it asks, else as the catalog has it.
  absl::StatusOr<RowScan::Column> Declare(const ModelInputColumn& column,
                                          const std::vector<ExprPtr>& found) const {
    RowScan::Column declared{.name = column.name, .type = column.type.value_or(Type::kNull)};
    for (const ExprPtr& expr : found) {
      const Type common = Common(declared.type, expr->type);
      if (common == Type::kNull && expr->type != Type::kNull) {
        return Fail(Cat("column '", column.name, "'"),
                    absl::InvalidArgumentError(Cat("it is ", TypeName(expr->type), ", expected ",
                                                   TypeName(declared.type))));
      }
      declared.type = common;
      declared.scale = std::max(declared.scale, expr->scale);
    }
    if (declared.type == Type::kNull && !input_.stage_log.empty()) {
      declared.type = StageLogType(column.value);
      if (declared.type == Type::kDecimal) declared.scale = 2;
    }
    if (declared.type == Type::kNull) declared.type = Type::kString;
    if (declared.type != Type::kDecimal) declared.scale = 0;
    return declared;
  }

  absl::Status AddFilters(size_t index) {
    Part& part = *parts_[index];
    std::vector<ExprPtr>& filters = planned_.scan.parts[index].filters;
    if (part.relation.condition != nullptr) {
      MADAD_ASSIGN_OR_RETURN(ExprPtr typed, Check(part.relation.condition, "", part.scope));
      filters.push_back(std::move(typed));
    }
    if (input_.filter.empty()) return absl::OkStatus();
    absl::StatusOr<ExprPtr> typed = Typed(input_.filter, part, RowScope::First::kDimensions);
    if (!typed.ok()) return Fail("filter", typed.status());
    if ((*typed)->type != Type::kBool) {
      return Fail("filter", absl::InvalidArgumentError(Cat(
                                "'", input_.filter, "' is no condition that holds or does not")));
    }
    filters.push_back(*std::move(typed));
    return absl::OkStatus();
  }

  absl::Status AddOrder() {
    for (const std::string& name : input_.order) {
      const auto column =
          std::find_if(planned_.scan.columns.begin(), planned_.scan.columns.end(),
                       [&](const RowScan::Column& known) { return known.name == name; });
      const bool is_declared =
          std::any_of(input_.columns.begin(), input_.columns.end(),
                      [&](const ModelInputColumn& known) { return known.name == name; });
      if (!is_declared) {
        return Fail("order", absl::InvalidArgumentError(Cat("it has no column '", name, "'")));
      }
      // An optional column that is not there orders nothing.
      if (column == planned_.scan.columns.end()) continue;
      const auto index = static_cast<size_t>(column - planned_.scan.columns.begin());
      planned_.scan.order.push_back({.column = index});
    }
    return absl::OkStatus();
  }

  const Catalog& catalog_;
  const ModelInput& input_;
  const std::optional<Timestamp> as_of_;
  std::vector<std::unique_ptr<Part>> parts_;
  PlannedRows planned_;
};

}  // namespace

std::set<std::string> PlannedRows::AllTables() const {
  std::set<std::string> all;
  for (const std::vector<std::string>& part : tables) all.insert(part.begin(), part.end());
  return all;
}

absl::StatusOr<PlannedRows> PlanInput(const Catalog& catalog, const ModelInput& input,
                                      std::optional<Timestamp> as_of) {
  return InputPlanner(catalog, input, as_of).Plan();
}

std::vector<ScanRelation> RelationsIn(const ScanScope& scope, std::vector<std::string>& tables) {
  std::vector<ScanRelation> relations;
  for (const ScanScope::Relation& from : scope.relations()) {
    ScanRelation& relation = relations.emplace_back();
    relation.parent = from.parent;
    tables.push_back(from.table->name);
    if (from.join == nullptr) continue;
    relation.on = from.join->on;
    relation.key = from.table->key;
  }
  return relations;
}

absl::StatusOr<std::shared_ptr<Adapter>> PlaceRows(const Catalog& catalog, const Snapshot& snapshot,
                                                   PlannedRows& rows) {
  std::shared_ptr<Adapter> adapter;
  for (size_t part = 0; part < rows.tables.size(); ++part) {
    for (size_t i = 0; i < rows.tables[part].size(); ++i) {
      const auto data = snapshot.tables.find(rows.tables[part][i]);
      if (data == snapshot.tables.end()) return NotThere(catalog, rows.tables[part][i]);
      MADAD_RETURN_IF_ERROR(data->second.status);
      ScanRelation& relation = rows.scan.parts[part].relations[i];
      relation.schema = data->second.schema;
      relation.relation = data->second.relation;
      relation.in_place = data->second.in_place;
      if (adapter != nullptr && adapter != data->second.adapter) {
        return NotTogether(catalog, rows.tables[0][0], rows.tables[part][i]);
      }
      adapter = data->second.adapter;
    }
  }
  return adapter;
}

}  // namespace madad::core
