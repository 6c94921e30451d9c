// Tables for a terminal.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "cli/terminal.h"

namespace madad::cli {

enum class Align { kLeft, kRight };

struct TableColumn {
  std::string header;
  Align align = Align::kLeft;
};

// Returns the text of a cell. Called twice a cell, to measure and to print, so
// that a table of any length needs no room of its own.
using CellText = std::function<std::string(size_t column, int64_t row)>;

struct Table {
  std::vector<TableColumn> columns;
  int64_t rows = 0;
  CellText cell;
  // A line below the rows, one text a column; none when empty.
  std::vector<std::string> total = {};
  // How many of the first columns say what a row is about.
  size_t keys = 1;
};

// Prints a header, a rule, the rows and the total, in columns aligned by
// display width. Headers and cells are escaped to one line. On an interactive
// terminal a table wider than it is printed in parts, each with the keys. Stops
// when the output fails.
void PrintTable(const Table& table, const Terminal& terminal);

}  // namespace madad::cli
