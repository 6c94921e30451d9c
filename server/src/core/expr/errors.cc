#include "core/expr/errors.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "core/status.h"
#include "core/utf8.h"

namespace madad::core {
namespace {

// Characters shown on each side of the caret.
constexpr size_t kShownAround = 40;
// Error details travel in headers, whose size is limited.
constexpr size_t kShownInMetadata = 500;

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// Where the last `kShownAround` characters before `at` begin.
size_t WindowStart(std::string_view text, size_t at) {
  size_t start = at;
  for (size_t count = 0; count < kShownAround && start > 0; ++count) {
    --start;
    while (start > 0 && IsContinuation(text[start])) --start;
  }
  return start;
}

// The text near `at` on one line, and a caret beneath it on the next.
std::string Picture(std::string_view text, size_t at) {
  const size_t start = WindowStart(text, at);
  const std::string_view before = text.substr(start, at - start);
  const std::string cut = start > 0 ? "..." : "";
  const size_t column = cut.size() + CountCodePoints(before);
  return absl::StrCat("\n  ", cut, Clip(before, kShownAround), Clip(text.substr(at), kShownAround),
                      "\n  ", std::string(column, ' '), "^");
}

absl::Status Pointing(absl::StatusCode code, ErrorDetail detail, const std::string& opening,
                      const std::string& problem, std::string_view text, size_t at) {
  at = std::min(at, text.size());
  const std::string position = absl::StrCat(CountCodePoints(text.substr(0, at)) + 1);
  detail.metadata.insert_or_assign("position", position);
  detail.metadata.insert_or_assign("expression", Clip(text, kShownInMetadata));
  detail.metadata.insert_or_assign("problem", problem);
  return Error(code,
               absl::StrCat("expression is ", opening, " at character ", position, ": ", problem,
                            Picture(text, at)),
               detail);
}

}  // namespace

absl::Status ExpressionInvalid(std::string_view text, size_t at, const std::string& problem) {
  return Pointing(absl::StatusCode::kInvalidArgument, {"EXPRESSION_INVALID", {}, ""}, "invalid",
                  problem, text, at);
}

absl::Status ExpressionTooComplex(std::string_view text, size_t at, const std::string& problem) {
  return Pointing(absl::StatusCode::kInvalidArgument, {"EXPRESSION_TOO_COMPLEX", {}, ""},
                  "too complex", problem, text, at);
}

absl::Status ExpressionErrorAt(const absl::Status& cause, std::string_view text, size_t at) {
  return Pointing(cause.code(), DetailOf(cause), "invalid", std::string(cause.message()), text, at);
}

}  // namespace madad::core
