#include "unit/adapters/sqlite/fixture.h"

#include <utility>

#include "core/arrow_reader.h"
#include "core/dialect.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::sqlite {

SqliteTest::SqliteTest() {
  catalog_.sources["crm"] = {
      .name = "crm", .kind = "sqlite", .root = file(), .timezone = "UTC"};
  Open();
}

void SqliteTest::Write(const std::string& sql) {
  char* error = nullptr;
  ASSERT_EQ(sqlite3_exec(writer_, sql.c_str(), nullptr, nullptr, &error), SQLITE_OK)
      << sql << ": " << error;
}

std::shared_ptr<SqliteSource> SqliteTest::Source(absl::Duration statement_timeout) const {
  return std::make_shared<SqliteSource>(
      ConnectionOptions{.source = "crm",
                        .file = file(),
                        .connect_timeout = absl::Milliseconds(200),
                        .statement_timeout = statement_timeout},
      2);
}

absl::StatusOr<Lines> SqliteTest::Read(SqliteSource& source,
                                       const std::vector<core::Column>& columns,
                                       const std::string& relation) {
  core::Table table;
  table.name = "facts";
  table.source = "crm";
  table.relation = relation;
  std::vector<std::string> names;
  for (const core::Column& column : columns) {
    table.columns[column.name] = column;
    names.push_back(column.name);
  }
  catalog_.tables["facts"] = table;
  MADAD_ASSIGN_OR_RETURN(const auto mapped, core::MapRelation(table, source, {}));
  MADAD_RETURN_IF_ERROR(core::ResolveZones(catalog_, table, source, mapped, {}));
  return Rows(source, source.dialect().Print(core::AllRows(table, names, mapped)));
}

absl::StatusOr<Lines> SqliteTest::Rows(core::Adapter& adapter, const core::SqlStatement& statement,
                                       const core::CallContext& call) {
  std::vector<core::ResultColumn> columns;
  for (const core::SqlColumn& from : statement.columns) {
    core::ResultColumn& column = columns.emplace_back();
    column.type = from.type;
    column.scale = from.scale;
    column.values = core::EmptyValues(from.type);
  }
  MADAD_ASSIGN_OR_RETURN(core::ArrowStream stream, adapter.Execute(statement, call));
  MADAD_RETURN_IF_ERROR(core::ReadArrow(std::move(stream), call, 1'000'000, columns));
  Lines lines(columns[0].size());
  for (const core::ResultColumn& column : columns) {
    for (size_t row = 0; row < lines.size(); ++row) {
      const core::Value value = column.At(row);
      const auto* text = std::get_if<std::string>(&value);
      core::Append(&lines[row], &column == columns.data() ? "" : "|",
                   text == nullptr ? core::ToText(value) : *text);
    }
  }
  return lines;
}

core::Column Of(const std::string& name, core::Type type, int32_t scale) {
  core::Column column;
  column.name = name;
  column.from = name;
  column.type = type;
  column.scale = scale;
  return column;
}

}  // namespace madad::adapters::sqlite
