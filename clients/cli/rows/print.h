// Printing rows of a table.
#pragma once

#include "cli/rows/rows.h"
#include "cli/terminal.h"

namespace madad::cli {

class CsvWriter;
class JsonWriter;

// Prints a table for a person.
void PrintRowsTable(const Rows& rows, const Terminal& terminal);

// Write the names of columns, and the values of a row with nothing lost.
// Require columns in which FindTableFault finds nothing.
void WriteCsvHeader(const Columns& columns, CsvWriter* csv);
void WriteCsvRow(const Columns& columns, int64_t row, CsvWriter* csv);

// Write the key `columns` and its array, and a row as an array.
void WriteJsonColumns(const Columns& columns, JsonWriter* json);
void WriteJsonRow(const Columns& columns, int64_t row, JsonWriter* json);

// Prints all rows as records with a header.
void PrintRowsCsv(const Rows& rows, const Terminal& terminal);

// Writes an object of `columns` and `rows`.
void WriteRowsJson(const Rows& rows, JsonWriter* json);

}  // namespace madad::cli
