// Case and patterns of text, by code point.
#include <string>
#include <string_view>

#include <utf8proc.h>

#include "adapters/sqlite/functions.h"
#include "core/status.h"
#include "core/utf8.h"

namespace madad::adapters::sqlite {
namespace {

using Mapping = utf8proc_int32_t (*)(utf8proc_int32_t);

void Map(sqlite3_context* context, std::string_view text, Mapping mapping) {
  std::string mapped;
  mapped.reserve(text.size());
  while (!text.empty()) {
    const core::CodePoint point = core::FirstCodePoint(text);
    if (point.valid) {
      utf8proc_uint8_t bytes[4];
      const auto size =
          utf8proc_encode_char(mapping(static_cast<utf8proc_int32_t>(point.value)), bytes);
      mapped.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
    } else {
      mapped.append(text.substr(0, point.size));
    }
    text.remove_prefix(point.size);
  }
  ReturnText(context, mapped);
}

void Lower(sqlite3_context* context, int count, sqlite3_value** values) {
  if (!NullIfAny(context, count, values)) Map(context, TextOf(values[0]), utf8proc_tolower);
}

void Upper(sqlite3_context* context, int count, sqlite3_value** values) {
  if (!NullIfAny(context, count, values)) Map(context, TextOf(values[0]), utf8proc_toupper);
}

// After a mismatch the last % takes one more character: earlier ones need not.
bool IsLike(std::string_view text, std::string_view pattern) {
  size_t at = 0;
  size_t in_text = 0;
  size_t after_percent = std::string_view::npos;
  size_t tried_from = 0;
  const auto skip = [&](size_t from) {
    return from + core::FirstCodePoint(text.substr(from)).size;
  };
  while (in_text < text.size()) {
    if (at < pattern.size() && pattern[at] == '%') {
      after_percent = ++at;
      tried_from = in_text;
    } else if (at < pattern.size() && pattern[at] == '_') {
      ++at;
      in_text = skip(in_text);
    } else if (at < pattern.size() && pattern[at] == text[in_text]) {
      ++at;
      ++in_text;
    } else if (after_percent != std::string_view::npos) {
      at = after_percent;
      tried_from = skip(tried_from);
      in_text = tried_from;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '%') ++at;
  return at == pattern.size();
}

void Like(sqlite3_context* context, int count, sqlite3_value** values) {
  if (NullIfAny(context, count, values)) return;
  sqlite3_result_int(context, IsLike(TextOf(values[0]), TextOf(values[1])) ? 1 : 0);
}

}  // namespace

absl::Status RegisterText(sqlite3* db, FunctionState& state) {
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_lower", 1, Lower));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_upper", 1, Upper));
  return Register(db, state, "madad_like", 2, Like);
}

}  // namespace madad::adapters::sqlite
