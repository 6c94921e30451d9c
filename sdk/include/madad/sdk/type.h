// Types of columns and parameters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "madad/sdk/error.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

// What a column, or a metric's parameter, holds.
enum class Type {
  kBool,
  kInt64,
  kDouble,
  kString,
  kDate,      // days since 1970-01-01
  kDuration,  // microseconds
  // Of columns only:
  kTimestamp,  // microseconds since 1970-01-01T00:00:00Z
  kDecimal,    // an integer and the power of ten, its scale, that it is divided by
};

// A value of a column, or null (monostate). Dates, timestamps, durations and the integers of
// decimals are int64_t.
using Value = std::variant<std::monostate, bool, int64_t, double, std::string>;

namespace detail {

// Returns the type's word in sdk/doc/describe.md.
inline const char* TypeName(Type type) {
  switch (type) {
    case Type::kBool:
      return "bool";
    case Type::kInt64:
      return "int64";
    case Type::kDouble:
      return "double";
    case Type::kString:
      return "string";
    case Type::kDate:
      return "date";
    case Type::kDuration:
      return "duration";
    case Type::kTimestamp:
      return "timestamp";
    case Type::kDecimal:
      return "decimal";
  }
  throw Error(MADAD_INVALID_ARGUMENT, "a type that is none of sdk::Type's");
}

// Returns the type of that word. Errors: sdk::Error, MADAD_INTERNAL.
inline Type TypeNamed(std::string_view word) {
  for (const Type type : {Type::kBool, Type::kInt64, Type::kDouble, Type::kString, Type::kDate,
                          Type::kDuration, Type::kTimestamp, Type::kDecimal}) {
    if (word == TypeName(type)) return type;
  }
  throw Error(MADAD_INTERNAL, "'" + std::string(word) + "' is no type");
}

}  // namespace detail
}  // namespace madad::sdk
#pragma GCC visibility pop
