// Tables for a terminal.
#pragma once

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace madad::cli {

enum class Align { kLeft, kRight };

struct TableColumn {
  std::string header;
  Align align = Align::kLeft;
};

// Returns the text of a cell. Called twice a cell, to measure and to print, so
// that a table of any length needs no room of its own.
using CellText = std::function<std::string(size_t column, int64_t row)>;

// Prints a header, a rule and `rows` rows, in columns aligned by display
// width. Headers and cells are escaped to one line. Stops when `out` fails.
void PrintTable(const std::vector<TableColumn>& columns, int64_t rows, const CellText& cell,
                bool color, std::ostream& out);

// What PrintTable makes of headers and other emphasis; `text` itself without colour.
std::string Bold(std::string_view text, bool color);
std::string Dim(std::string_view text, bool color);
std::string Yellow(std::string_view text, bool color);
std::string Red(std::string_view text, bool color);

}  // namespace madad::cli
