#include "adapters/sqlite/function.h"

#include <string>

#include "core/text.h"

namespace madad::adapters::sqlite {
namespace {

constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;

absl::Status Registered(int code, const char* name) {
  if (code == SQLITE_OK) return absl::OkStatus();
  return core::Error(absl::StatusCode::kInternal,
                     core::Cat("SQLite refuses the function ", name, ": ", sqlite3_errstr(code)),
                     {"SOURCE_FAILED", {}, ""});
}

}  // namespace

absl::Status Register(sqlite3* db, FunctionState& state, const char* name, int arguments,
                      Scalar function) {
  return Registered(sqlite3_create_function_v2(db, name, arguments, kFlags, &state, function,
                                               nullptr, nullptr, nullptr),
                    name);
}

absl::Status RegisterAggregate(sqlite3* db, FunctionState& state, const char* name, int arguments,
                               Scalar step, Final finish) {
  return Registered(sqlite3_create_function_v2(db, name, arguments, kFlags, &state, nullptr, step,
                                               finish, nullptr),
                    name);
}

FunctionState& StateOf(sqlite3_context* context) {
  return *static_cast<FunctionState*>(sqlite3_user_data(context));
}

void Fail(sqlite3_context* context, const absl::Status& status) {
  FunctionState& state = StateOf(context);
  if (state.failure.ok()) state.failure = status;
  const std::string message(status.message());
  sqlite3_result_error(context, message.data(), static_cast<int>(message.size()));
}

void FailOverflow(sqlite3_context* context) {
  Fail(context, core::Error(absl::StatusCode::kOutOfRange,
                            "a number does not fit 64 bits; compute with fewer decimals, or in "
                            "doubles",
                            {"FIGURE_OUT_OF_RANGE", {}, ""}));
}

bool IsNull(sqlite3_value* value) { return sqlite3_value_type(value) == SQLITE_NULL; }

bool NullIfAny(sqlite3_context* context, int count, sqlite3_value** values) {
  for (int i = 0; i < count; ++i) {
    if (!IsNull(values[i])) continue;
    sqlite3_result_null(context);
    return true;
  }
  return false;
}

std::string_view TextOf(sqlite3_value* value) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  if (text == nullptr) return {};
  return {text, static_cast<size_t>(sqlite3_value_bytes(value))};
}

int CompareValues(sqlite3_value* a, sqlite3_value* b) {
  const auto order = [](auto x, auto y) { return x < y ? -1 : (y < x ? 1 : 0); };
  if (sqlite3_value_type(a) == SQLITE_INTEGER && sqlite3_value_type(b) == SQLITE_INTEGER) {
    return order(sqlite3_value_int64(a), sqlite3_value_int64(b));
  }
  if (sqlite3_value_type(a) == SQLITE_TEXT) return order(TextOf(a).compare(TextOf(b)), 0);
  return order(sqlite3_value_double(a), sqlite3_value_double(b));
}

void ReturnText(sqlite3_context* context, std::string_view text) {
  sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

}  // namespace madad::adapters::sqlite
