// Functions of ours in SQLite's SQL: what they share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <sqlite3.h>

#include "absl/status/status.h"

#include "core/status.h"

namespace madad::adapters::sqlite {

// What the functions of one connection leave behind.
// Thread: the connection's.
struct FunctionState {
  // Why the statement that is running fails; SQLite itself keeps a text only.
  absl::Status failure;
  // What aggregates hold in memory.
  size_t held_bytes = 0;
};

using Scalar = void (*)(sqlite3_context*, int, sqlite3_value**);
using Final = void (*)(sqlite3_context*);

// Makes a function of `arguments` (-1: any number) known; the file's own views
// cannot call it. Lifetime: `state` outlives the connection.
absl::Status Register(sqlite3* db, FunctionState& state, const char* name, int arguments,
                      Scalar function);
absl::Status RegisterAggregate(sqlite3* db, FunctionState& state, const char* name, int arguments,
                               Scalar step, Final finish);

FunctionState& StateOf(sqlite3_context* context);
// Ends the statement with `status`.
void Fail(sqlite3_context* context, const absl::Status& status);
// OUT_OF_RANGE: a whole number or a decimal needs more than 64 bits.
void FailOverflow(sqlite3_context* context);

bool IsNull(sqlite3_value* value);
// Whether a null is among the arguments; the result is then null.
bool NullIfAny(sqlite3_context* context, int count, sqlite3_value** values);
// Lifetime: as long as SQLite holds `value`.
std::string_view TextOf(sqlite3_value* value);
// Orders two values of one type; text by code point.
int CompareValues(sqlite3_value* a, sqlite3_value* b);
void ReturnText(sqlite3_context* context, std::string_view text);

}  // namespace madad::adapters::sqlite
