#include "cli/render/table.h"

#include <algorithm>

#include "cli/render/escape.h"
#include "cli/render/width.h"

namespace madad::cli {
namespace {

constexpr size_t kGap = 2;

std::string Paint(std::string_view text, std::string_view code, bool color) {
  std::string painted(text);
  if (color) painted.insert(0, "\x1b[" + std::string(code) + "m").append("\x1b[0m");
  return painted;
}

std::vector<size_t> Measure(const std::vector<TableColumn>& columns, int64_t rows,
                            const CellText& cell) {
  std::vector<size_t> widths;
  for (size_t column = 0; column < columns.size(); ++column) {
    int width = DisplayWidth(EscapeLine(columns[column].header));
    for (int64_t row = 0; row < rows; ++row) {
      width = std::max(width, DisplayWidth(EscapeLine(cell(column, row))));
    }
    widths.push_back(static_cast<size_t>(width));
  }
  return widths;
}

// Lays out lines of the same columns.
class Layout {
 public:
  Layout(const std::vector<TableColumn>& columns, std::vector<size_t> widths)
      : columns_(columns), widths_(std::move(widths)) {}

  template <typename Text>
  std::string Line(const Text& text) const {
    std::string line;
    for (size_t column = 0; column < columns_.size(); ++column) {
      if (column > 0) line.append(kGap, ' ');
      AppendCell(column, EscapeLine(text(column)), &line);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
  }

  std::string Rule() const {
    return Line([this](size_t column) { return std::string(widths_[column], '-'); });
  }

 private:
  void AppendCell(size_t column, const std::string& text, std::string* line) const {
    const size_t padding = widths_[column] - static_cast<size_t>(DisplayWidth(text));
    if (columns_[column].align == Align::kRight) line->append(padding, ' ');
    line->append(text);
    if (columns_[column].align == Align::kLeft) line->append(padding, ' ');
  }

  const std::vector<TableColumn>& columns_;
  const std::vector<size_t> widths_;
};

}  // namespace

void PrintTable(const std::vector<TableColumn>& columns, int64_t rows, const CellText& cell,
                bool color, std::ostream& out) {
  const Layout layout(columns, Measure(columns, rows, cell));
  out << Bold(layout.Line([&](size_t column) { return columns[column].header; }), color) << '\n'
      << Dim(layout.Rule(), color) << '\n';
  for (int64_t row = 0; row < rows && out; ++row) {
    out << layout.Line([&](size_t column) { return cell(column, row); }) << '\n';
  }
}

std::string Bold(std::string_view text, bool color) { return Paint(text, "1", color); }
std::string Dim(std::string_view text, bool color) { return Paint(text, "2", color); }
std::string Yellow(std::string_view text, bool color) { return Paint(text, "33", color); }
std::string Red(std::string_view text, bool color) { return Paint(text, "31", color); }

}  // namespace madad::cli
