#include "cli/render/bidi.h"

#include "cli/render/utf8.h"

#include <utf8proc.h>

namespace madad::cli {
namespace {

constexpr char kFirstStrongIsolate[] = "\u2068";
constexpr char kPopDirectionalIsolate[] = "\u2069";

}  // namespace

bool HasRightToLeft(std::string_view text) {
  while (!text.empty()) {
    const auto direction = utf8proc_get_property(TakeCodePoint(&text).value)->bidi_class;
    if (direction == UTF8PROC_BIDI_CLASS_R || direction == UTF8PROC_BIDI_CLASS_AL ||
        direction == UTF8PROC_BIDI_CLASS_AN) {
      return true;
    }
  }
  return false;
}

std::string Isolated(std::string_view text, const Terminal& terminal) {
  std::string isolated(text);
  if (!terminal.interactive || !terminal.utf8 || !HasRightToLeft(text)) return isolated;
  return isolated.insert(0, kFirstStrongIsolate).append(kPopDirectionalIsolate);
}

}  // namespace madad::cli
