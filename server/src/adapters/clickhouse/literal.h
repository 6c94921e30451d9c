// Values as they are written in ClickHouse's SQL.
#pragma once

#include <string>
#include <string_view>

#include "core/value.h"

namespace madad::adapters::clickhouse {

// Returns `text` as a string literal. Nothing in it ends the literal: quotes,
// backslashes, control characters and bytes beyond ASCII that are no UTF-8 are
// escaped.
std::string QuoteText(std::string_view text);

// Returns `name` as a quoted identifier.
std::string QuoteIdentifier(std::string_view name);

// Returns `value` as a constant of the type that it has in printed SQL.
std::string PrintConstant(const core::Value& value);

}  // namespace madad::adapters::clickhouse
