#include "cli/render/fields.h"

#include "absl/strings/str_split.h"
#include "cli/render/bidi.h"
#include "cli/render/escape.h"
#include "cli/render/style.h"

namespace madad::cli {
namespace {

constexpr size_t kNameWidth = 13;

}  // namespace

void PrintField(std::string_view name, const std::string& text, const Terminal& terminal) {
  if (text.empty()) return;
  std::string padded(name);
  padded.resize(kNameWidth, ' ');
  terminal.out << Bold(padded, terminal.color);
  bool first = true;
  for (const std::string& line :
       std::vector<std::string>(absl::StrSplit(EscapeLines(text), '\n'))) {
    if (!first) terminal.out << std::string(kNameWidth, ' ');
    terminal.out << Isolated(line, terminal) << '\n';
    first = false;
  }
}

}  // namespace madad::cli
