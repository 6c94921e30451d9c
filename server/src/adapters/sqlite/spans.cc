#include "adapters/sqlite/spans.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "adapters/sqlite/function.h"
#include "core/text.h"

namespace madad::adapters::sqlite {
namespace {

using Spans = std::vector<core::OffsetSpan>;

Spans Parse(std::string_view text) {
  Spans spans;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    core::OffsetSpan& span = spans.emplace_back();
    at = std::from_chars(at, end, span.until.micros).ptr + 1;
    at = std::from_chars(at, end, span.offset_micros).ptr + 1;
  }
  return spans;
}

}  // namespace

std::string SpansText(const Spans& spans) {
  std::string text;
  for (const core::OffsetSpan& span : spans) {
    core::Append(&text, text.empty() ? "" : ",", span.until.micros, ":", span.offset_micros);
  }
  return text;
}

const Spans& SpansOf(sqlite3_context* context, int index, sqlite3_value* text) {
  static const Spans none;
  if (sqlite3_value_bytes(text) == 0) return none;
  if (const void* known = sqlite3_get_auxdata(context, index); known != nullptr) {
    return *static_cast<const Spans*>(known);
  }
  auto* parsed = new Spans(Parse(TextOf(text)));
  sqlite3_set_auxdata(context, index, parsed, [](void* spans) { delete static_cast<Spans*>(spans); });
  // Without memory SQLite has dropped it at once.
  const void* kept = sqlite3_get_auxdata(context, index);
  if (kept != nullptr) return *static_cast<const Spans*>(kept);
  sqlite3_result_error_nomem(context);
  return none;
}

int64_t OffsetAt(const Spans& spans, int64_t time) {
  if (spans.empty()) return 0;
  const auto span =
      std::upper_bound(spans.begin(), spans.end(), time,
                       [](int64_t t, const core::OffsetSpan& each) { return t < each.until.micros; });
  return span == spans.end() ? spans.back().offset_micros : span->offset_micros;
}

}  // namespace madad::adapters::sqlite
