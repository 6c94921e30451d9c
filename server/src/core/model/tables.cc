#include "core/model/tables.h"

#include <set>
#include <utility>

#include "core/model/inputs.h"
#include "core/names.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

absl::Status OutputInvalid(const ModelOutput& output, std::string_view problem) {
  return Error(absl::StatusCode::kInvalidArgument, Cat("its output '", output.name, "' ", problem),
               {"MODEL_OUTPUT_INVALID", {{"output", output.name}}, ""});
}

// A column of an instance's input, and the currency of the table that it is read from.
struct InputColumn {
  RowScan::Column column;
  std::string currency;
};

// As they are read: `input.column`.
using InputColumns = std::map<std::string, InputColumn>;

absl::StatusOr<InputColumns> ReadColumns(const Catalog& catalog, const ModelShape& shape) {
  InputColumns columns;
  for (const ModelInput& input : shape.inputs) {
    if (!input.previous.empty()) continue;
    MADAD_ASSIGN_OR_RETURN(const PlannedRows rows, PlanInput(catalog, input, std::nullopt));
    const std::string& currency = catalog.tables.at(rows.tables.front().front()).currency;
    for (const RowScan::Column& column : rows.scan.columns) {
      columns[Cat(input.name, ".", column.name)] = {column, currency};
    }
  }
  return columns;
}

absl::StatusOr<Column> MakeColumn(const ModelOutput& output, const ModelOutputColumn& made,
                                  const InputColumns& inputs) {
  Column column{.name = made.name, .from = made.name, .type = made.type, .scale = made.scale};
  if (!IsName(made.name)) return OutputInvalid(output, Cat("has a column ", Quoted(made.name)));
  if (made.like.empty()) return column;
  const auto like = inputs.find(made.like);
  if (like == inputs.end()) {
    return OutputInvalid(
        output, Cat("has a column '", made.name, "' like '", made.like, "', which no input has"));
  }
  column.type = like->second.column.type;
  column.scale = like->second.column.scale;
  return column;
}

// The currency of the amounts in the output: that of the input's amounts that they are like.
std::string CurrencyOf(const ModelOutput& output, const InputColumns& inputs) {
  for (const ModelOutputColumn& made : output.columns) {
    const auto like = inputs.find(made.like);
    if (like == inputs.end() || like->second.column.type != Type::kDecimal) continue;
    if (!like->second.currency.empty()) return like->second.currency;
  }
  return "";
}

// Joins `table` onto the one table of `output.entity`, where its key is of the
// same type. Money in it that is like no input's is in that table's currency.
void JoinEntity(const Catalog& catalog, const ModelOutput& output, Table& table) {
  const std::string& on = output.entity_key.empty() ? output.key : output.entity_key;
  const auto column = table.columns.find(on);
  if (output.entity.empty() || column == table.columns.end()) return;
  for (const auto& [name, other] : catalog.tables) {
    if (other.entity != output.entity || other.key.empty() || !other.model.empty()) continue;
    const auto key = other.columns.find(other.key);
    if (key == other.columns.end() || key->second.type != column->second.type) continue;
    table.joins[output.entity] = {.name = output.entity, .table = name, .on = on};
    if (table.currency.empty()) table.currency = other.currency;
    return;
  }
}

absl::StatusOr<Table> MakeTable(const Catalog& catalog, const std::string& name,
                                const ModelOutput& output, const InputColumns& inputs) {
  Table table{.name = name, .key = output.key, .currency = CurrencyOf(output, inputs)};
  if (output.columns.empty()) return OutputInvalid(output, "has no columns");
  for (const ModelOutputColumn& made : output.columns) {
    MADAD_ASSIGN_OR_RETURN(Column column, MakeColumn(output, made, inputs));
    column.position = static_cast<int32_t>(table.columns.size()) + 1;
    if (!table.columns.emplace(made.name, std::move(column)).second) {
      return OutputInvalid(output, Cat("has the column '", made.name, "' twice"));
    }
  }
  for (const std::string& key : {output.key, output.entity_key}) {
    if (key.empty() || table.columns.contains(key)) continue;
    return OutputInvalid(output, Cat("has no column '", key, "', which it is keyed by"));
  }
  JoinEntity(catalog, output, table);
  return table;
}

// Adds instances in an order in which each finds the tables it reads.
class TableAdder {
 public:
  TableAdder(const ShapeOf& shape_of, Catalog& catalog) : shape_of_(shape_of), catalog_(catalog) {}

  std::vector<CatalogProblem> Run() {
    for (auto& [name, use] : catalog_.models) {
      if (Shape(use)) waiting_.insert(name);
    }
    while (AddThoseThatCan()) {
    }
    for (const std::string& name : waiting_) Add(name, failures_[name].message());
    return std::move(problems_);
  }

 private:
  void Add(const std::string& name, absl::string_view message) {
    problems_.push_back({Cat("models.", name), std::string(message)});
  }

  bool Shape(ModelUse& use) {
    if (!IsName(use.name)) {
      Add(use.name, Cat("bad name ", Quoted(use.name),
                        "; expected letters, digits and underscores, starting with a letter"));
      return false;
    }
    absl::StatusOr<ShapedModel> shaped = shape_of_(use);
    if (!shaped.ok()) {
      Add(use.name, shaped.status().message());
      return false;
    }
    use.shape = std::move(shaped->shape);
    use.all_parameters = std::move(shaped->parameters);
    return true;
  }

  bool AddThoseThatCan() {
    bool added = false;
    for (auto it = waiting_.begin(); it != waiting_.end();) {
      absl::StatusOr<std::vector<Table>> tables =
          ModelTables(catalog_, *it, catalog_.models.at(*it).shape);
      if (!tables.ok()) {
        failures_[*it++] = tables.status();
        continue;
      }
      AddTables(*it, *std::move(tables));
      it = waiting_.erase(it);
      added = true;
    }
    return added;
  }

  void AddTables(const std::string& instance, std::vector<Table> tables) {
    for (Table& table : tables) {
      const std::string name = table.name;
      table.model = instance;
      if (catalog_.tables.emplace(name, std::move(table)).second) continue;
      Add(instance, Cat("it makes a table '", name,
                        "', and there is one of that name already; rename one of them"));
    }
  }

  const ShapeOf& shape_of_;
  Catalog& catalog_;
  std::set<std::string> waiting_;
  std::map<std::string, absl::Status> failures_;
  std::vector<CatalogProblem> problems_;
};

}  // namespace

std::string ModelTableName(const std::string& instance, const ModelShape& shape, size_t output) {
  return output == 0 ? instance : Cat(instance, "_", shape.outputs[output].name);
}

std::string TableOfModel(const std::string& from, const Catalog& catalog) {
  std::string table;
  for (const auto& [name, use] : catalog.models) {
    for (size_t i = 0; i < use.shape.outputs.size(); ++i) {
      const bool is_it =
          (i == 0 && from == use.model) || from == Cat(use.model, ".", use.shape.outputs[i].name);
      if (!is_it) continue;
      if (!table.empty()) return from;  // two instances: the metric cannot tell
      table = ModelTableName(name, use.shape, i);
    }
  }
  return table.empty() ? from : table;
}

absl::StatusOr<std::vector<Table>> ModelTables(const Catalog& catalog, const std::string& instance,
                                               const ModelShape& shape) {
  MADAD_ASSIGN_OR_RETURN(const InputColumns inputs, ReadColumns(catalog, shape));
  std::vector<Table> tables;
  for (size_t i = 0; i < shape.outputs.size(); ++i) {
    MADAD_ASSIGN_OR_RETURN(
        tables.emplace_back(),
        MakeTable(catalog, ModelTableName(instance, shape, i), shape.outputs[i], inputs));
  }
  return tables;
}

std::vector<CatalogProblem> AddModelTables(const ShapeOf& shape_of, Catalog& catalog) {
  return TableAdder(shape_of, catalog).Run();
}

}  // namespace madad::core
