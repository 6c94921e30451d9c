#include "core/model/previous.h"

#include <optional>
#include <utility>

#include "core/arrow_writer.h"
#include "core/model/reading.h"
#include "core/status.h"

namespace madad::core {
namespace {

class NoRows : public RowSource {
 public:
  absl::StatusOr<bool> Next(RowBatch&) override { return false; }
};

// No rows of the columns that the input has.
ArrowStream NoRowsOf(const ModelInput& input, const Table& table) {
  std::vector<SqlColumn> columns;
  for (const ModelInputColumn& column : input.columns) {
    const Column& known = table.columns.at(column.value);
    columns.push_back({column.name, known.type, known.scale});
  }
  return StreamOf(std::move(columns), std::make_unique<NoRows>());
}

bool IsThere(const Table& table, const Snapshot& snapshot) {
  const auto data = snapshot.tables.find(table.name);
  return !table.model.empty() && data != snapshot.tables.end() && data->second.status.ok();
}

// The table of the output of that name.
const Table& TableOf(const std::string& output, const ModelShape& shape,
                     const std::vector<Table>& tables) {
  size_t i = 0;
  while (shape.outputs.at(i).name != output) ++i;
  return tables.at(i);
}

}  // namespace

absl::StatusOr<std::map<std::string, ArrowStream>> OpenPrevious(
    const ModelShape& shape, const std::vector<Table>& tables,
    const std::shared_ptr<const World>& world, const CallContext& call) {
  std::map<std::string, ArrowStream> streams;
  for (const ModelInput& input : shape.inputs) {
    if (input.previous.empty()) continue;
    const Table& table = TableOf(input.previous, shape, tables);
    if (!IsThere(table, world->snapshot())) {
      streams[input.name] = NoRowsOf(input, table);
      continue;
    }
    ModelInput own = input;
    own.table = table.name;
    MADAD_ASSIGN_OR_RETURN(streams[input.name], OpenInput(own, world, std::nullopt, call));
  }
  return streams;
}

}  // namespace madad::core
