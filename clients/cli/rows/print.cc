#include "cli/rows/print.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/names.h"
#include "cli/render/csv.h"
#include "cli/render/json.h"
#include "cli/render/table.h"
#include "cli/render/value.h"

namespace madad::cli {
namespace {

std::string Heading(const v1::Column& column) {
  if (column.currency().empty()) return column.name();
  return absl::StrCat(column.name(), " (", column.currency(), ")");
}

void WriteCell(const v1::Column& column, int64_t row, JsonWriter* json) {
  if (IsNull(column, row)) {
    json->Null();
  } else if (IsText(column.type())) {
    json->String(ExactText(column, row));
  } else if (column.type() == v1::TYPE_DOUBLE) {
    json->Double(column.double_values(static_cast<int>(row)));
  } else {
    json->Raw(ExactText(column, row));
  }
}

}  // namespace

void PrintRowsTable(const Rows& rows, const Terminal& terminal) {
  std::vector<TableColumn> columns;
  for (const v1::Column& column : rows.columns()) {
    columns.push_back({Heading(column), IsNumber(column.type()) ? Align::kRight : Align::kLeft});
  }
  const auto cell = [&rows](size_t column, int64_t row) {
    const Rows::Place place = rows.At(row);
    return HumanText(place.columns.Get(static_cast<int>(column)), place.row);
  };
  PrintTable({columns, rows.size(), cell}, terminal);
}

void WriteCsvHeader(const Columns& columns, CsvWriter* csv) {
  for (const v1::Column& column : columns) csv->Field(column.name());
}

void WriteCsvRow(const Columns& columns, int64_t row, CsvWriter* csv) {
  for (const v1::Column& column : columns) {
    if (IsNull(column, row)) {
      csv->Field(std::nullopt);
    } else {
      csv->Field(ExactText(column, row));
    }
  }
}

void WriteJsonColumns(const Columns& columns, JsonWriter* json) {
  json->Key("columns");
  json->BeginArray();
  for (const v1::Column& column : columns) {
    json->BeginObject();
    json->Key("name");
    json->String(column.name());
    json->Key("type");
    json->String(TypeName(column.type()));
    json->Key("unit");
    json->StringOrNull(UnitName(column.unit()));
    if (!column.currency().empty()) {
      json->Key("currency");
      json->String(column.currency());
    }
    json->EndObject();
  }
  json->EndArray();
}

void WriteJsonRow(const Columns& columns, int64_t row, JsonWriter* json) {
  json->BeginArray();
  for (const v1::Column& column : columns) WriteCell(column, row, json);
  json->EndArray();
}

void PrintRowsCsv(const Rows& rows, const Terminal& terminal) {
  CsvWriter csv(terminal.out, static_cast<size_t>(rows.columns().size()));
  WriteCsvHeader(rows.columns(), &csv);
  for (int64_t row = 0; row < rows.size() && terminal.out; ++row) {
    const Rows::Place place = rows.At(row);
    WriteCsvRow(place.columns, place.row, &csv);
  }
}

void WriteRowsJson(const Rows& rows, JsonWriter* json) {
  json->BeginObject();
  WriteJsonColumns(rows.columns(), json);
  json->Key("rows");
  json->BeginArray();
  for (int64_t row = 0; row < rows.size(); ++row) {
    const Rows::Place place = rows.At(row);
    WriteJsonRow(place.columns, place.row, json);
  }
  json->EndArray();
  json->EndObject();
}

}  // namespace madad::cli
