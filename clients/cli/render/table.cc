#include "cli/render/table.h"

#include <algorithm>
#include <utility>

#include "cli/render/bidi.h"
#include "cli/render/escape.h"
#include "cli/render/style.h"
#include "cli/render/width.h"

namespace madad::cli {
namespace {

constexpr size_t kGap = 2;

using Indexes = std::vector<size_t>;

std::vector<size_t> Measure(const Table& table) {
  std::vector<size_t> widths;
  for (size_t column = 0; column < table.columns.size(); ++column) {
    int width = DisplayWidth(EscapeLine(table.columns[column].header));
    for (int64_t row = 0; row < table.rows; ++row) {
      width = std::max(width, DisplayWidth(EscapeLine(table.cell(column, row))));
    }
    if (!table.total.empty())
      width = std::max(width, DisplayWidth(EscapeLine(table.total[column])));
    widths.push_back(static_cast<size_t>(width));
  }
  return widths;
}

// Returns the columns of each part of the table: one part when all of it fits.
std::vector<Indexes> Fold(const std::vector<size_t>& widths, size_t keys, size_t limit) {
  Indexes part;
  size_t used = 0;
  const auto add = [&](size_t column) {
    used += widths[column] + (part.empty() ? 0 : kGap);
    part.push_back(column);
  };
  for (size_t column = 0; column < keys; ++column) add(column);
  const Indexes key_part = part;
  const size_t key_width = used;
  std::vector<Indexes> parts;
  for (size_t column = keys; column < widths.size(); ++column) {
    const bool fits = used + kGap + widths[column] <= limit;
    if (!fits && part.size() > keys) {
      parts.push_back(std::exchange(part, key_part));
      used = key_width;
    }
    add(column);
  }
  parts.push_back(part);
  return parts;
}

// Prints lines of some columns of a table.
class Layout {
 public:
  Layout(const Table& table, const Terminal& terminal, const std::vector<size_t>& widths,
         Indexes shown)
      : table_(table), terminal_(terminal), widths_(widths), shown_(std::move(shown)) {}

  void Print() const {
    const bool color = terminal_.color;
    std::ostream& out = terminal_.out;
    out << Bold(Line([this](size_t column) { return table_.columns[column].header; }), color)
        << '\n'
        << Dim(Rule(), color) << '\n';
    for (int64_t row = 0; row < table_.rows && out; ++row) {
      out << Line([this, row](size_t column) { return table_.cell(column, row); }) << '\n';
    }
    if (table_.total.empty()) return;
    out << Dim(Rule(), color) << '\n'
        << Bold(Line([this](size_t column) { return table_.total[column]; }), color) << '\n';
  }

 private:
  template <typename Text>
  std::string Line(const Text& text) const {
    std::string line;
    for (const size_t column : shown_) {
      if (column != shown_.front()) line.append(kGap, ' ');
      AppendCell(column, EscapeLine(text(column)), &line);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
  }

  std::string Rule() const {
    return Line([this](size_t column) { return std::string(widths_[column], '-'); });
  }

  void AppendCell(size_t column, const std::string& text, std::string* line) const {
    const size_t padding = widths_[column] - static_cast<size_t>(DisplayWidth(text));
    const Align align = table_.columns[column].align;
    if (align == Align::kRight) line->append(padding, ' ');
    line->append(Isolated(text, terminal_));
    if (align == Align::kLeft) line->append(padding, ' ');
  }

  const Table& table_;
  const Terminal& terminal_;
  const std::vector<size_t>& widths_;
  const Indexes shown_;
};

}  // namespace

void PrintTable(const Table& table, const Terminal& terminal) {
  const std::vector<size_t> widths = Measure(table);
  const bool limited = terminal.interactive && terminal.width > 0;
  const size_t limit = limited ? static_cast<size_t>(terminal.width) : SIZE_MAX;
  bool first = true;
  for (const Indexes& part : Fold(widths, std::min(table.keys, widths.size()), limit)) {
    if (!std::exchange(first, false)) terminal.out << '\n';
    Layout(table, terminal, widths, part).Print();
  }
}

}  // namespace madad::cli
