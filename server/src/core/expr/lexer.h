// Text to tokens.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace madad::core {

enum class TokenKind : uint8_t {
  kEnd,        // after the last one
  kNumber,     // text: as written
  kString,     // text: what the quotes hold
  kWord,       // text: as written; a keyword, a function or a column
  kQuoted,     // text: what the double quotes hold
  kParameter,  // text: the name after the colon
  kSymbol,     // text: ( ) , . + - * / = <> != < <= > >=
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  // Offset of its first byte.
  uint32_t position = 0;
  std::string text;

  bool IsSymbol(std::string_view symbol) const;
  // True for `word`, a lower-case keyword, written in any case without quotes.
  bool IsWord(std::string_view word) const;
};

// Returns the tokens of `text`, the last one kEnd.
// Errors: INVALID_ARGUMENT, reason EXPRESSION_INVALID: bytes that are not
// UTF-8, NUL, a quote that is not closed, a malformed number, a character that
// begins nothing.
absl::StatusOr<std::vector<Token>> Tokenize(std::string_view text);

// Returns how an error speaks of `token`: ')', the end, the text 'abc'.
std::string Describe(const Token& token);

// True when the language keeps `word` (in any case) for itself, so that a
// column of this name needs quotes.
bool IsReserved(std::string_view word);

// True when `name` can stand for a column without quotes.
bool IsPlainName(std::string_view name);

}  // namespace madad::core
