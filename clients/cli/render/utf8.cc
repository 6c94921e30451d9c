#include "cli/render/utf8.h"

#include <utf8proc.h>

namespace madad::cli {

CodePoint TakeCodePoint(std::string_view* text) {
  CodePoint point;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text->data());
  utf8proc_ssize_t length =
      utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text->size()), &point.value);
  point.valid = length > 0;
  if (!point.valid) {
    point.value = 0xFFFD;
    length = 1;
  }
  point.bytes = text->substr(0, static_cast<size_t>(length));
  text->remove_prefix(static_cast<size_t>(length));
  return point;
}

}  // namespace madad::cli
