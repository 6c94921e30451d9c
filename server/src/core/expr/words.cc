// Words of the language, and how errors show tokens.
#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "core/expr/lexer.h"
#include "core/utf8.h"

namespace madad::core {
namespace {

// Words that are keywords only in their place (DATE, TIMESTAMP, FILTER, WHERE)
// are free: tables have columns of these names.
constexpr std::array<std::string_view, 16> kReserved = {
    "and",  "or",   "not",  "is",  "in",   "between", "like",  "case",
    "when", "then", "else", "end", "null", "true",    "false", "distinct"};

bool EqualsLower(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(), [](char a, char b) {
    return absl::ascii_tolower(static_cast<unsigned char>(a)) == b;
  });
}

bool IsWordByte(char c) { return c == '_' || absl::ascii_isalnum(static_cast<unsigned char>(c)); }

}  // namespace

bool Token::IsSymbol(std::string_view symbol) const {
  return kind == TokenKind::kSymbol && text == symbol;
}

bool Token::IsWord(std::string_view word) const {
  return kind == TokenKind::kWord && EqualsLower(text, word);
}

bool IsReserved(std::string_view word) {
  return std::any_of(kReserved.begin(), kReserved.end(),
                     [word](std::string_view reserved) { return EqualsLower(word, reserved); });
}

bool IsPlainName(std::string_view name) {
  return !name.empty() && !absl::ascii_isdigit(static_cast<unsigned char>(name[0])) &&
         std::all_of(name.begin(), name.end(), IsWordByte) && !IsReserved(name);
}

std::string Describe(const Token& token) {
  constexpr size_t kShown = 40;
  const std::string text = Clip(token.text, kShown);
  switch (token.kind) {
    case TokenKind::kEnd:
      return "the end";
    case TokenKind::kString:
      return absl::StrCat("the text '", text, "'");
    case TokenKind::kQuoted:
      return absl::StrCat("\"", text, "\"");
    case TokenKind::kParameter:
      return absl::StrCat("':", text, "'");
    case TokenKind::kNumber:
    case TokenKind::kWord:
    case TokenKind::kSymbol:
      break;
  }
  return absl::StrCat("'", text, "'");
}

}  // namespace madad::core
