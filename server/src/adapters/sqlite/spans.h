// Offsets of a zone, as they are handed to SQLite's functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <sqlite3.h>

#include "core/zone.h"

namespace madad::adapters::sqlite {

// "until:offset,until:offset"; empty for none.
std::string SpansText(const std::vector<core::OffsetSpan>& spans);

// Reads what `SpansText` wrote, the function's argument number `index`; a
// constant one is read once a statement.
// Lifetime: until the function returns.
const std::vector<core::OffsetSpan>& SpansOf(sqlite3_context* context, int index,
                                             sqlite3_value* text);

// The offset at `time`; 0 where there are no spans.
int64_t OffsetAt(const std::vector<core::OffsetSpan>& spans, int64_t time);

}  // namespace madad::adapters::sqlite
