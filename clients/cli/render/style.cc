#include "cli/render/style.h"

namespace madad::cli {
namespace {

std::string Paint(std::string_view text, std::string_view code, bool color) {
  std::string painted(text);
  if (color && !text.empty()) {
    painted.insert(0, "\x1b[" + std::string(code) + "m").append("\x1b[0m");
  }
  return painted;
}

}  // namespace

std::string Bold(std::string_view text, bool color) { return Paint(text, "1", color); }
std::string Dim(std::string_view text, bool color) { return Paint(text, "2", color); }
std::string Yellow(std::string_view text, bool color) { return Paint(text, "33", color); }
std::string Red(std::string_view text, bool color) { return Paint(text, "31", color); }
std::string Green(std::string_view text, bool color) { return Paint(text, "32", color); }
std::string Cyan(std::string_view text, bool color) { return Paint(text, "36", color); }

}  // namespace madad::cli
