#include "core/expr/lexer.h"

#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "core/expr/errors.h"
#include "core/status.h"
#include "core/utf8.h"

namespace madad::core {
namespace {

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }
bool StartsWord(char c) { return c == '_' || absl::ascii_isalpha(static_cast<unsigned char>(c)); }
bool ContinuesWord(char c) { return StartsWord(c) || IsDigit(c); }
bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Longest first, so that <= is not read as <.
constexpr std::array<std::string_view, 15> kSymbols = {"<>", "!=", "<=", ">=", "(", ")", ",", ".",
                                                       "+",  "-",  "*",  "/",  "=", "<", ">"};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  absl::StatusOr<std::vector<Token>> Run() {
    MADAD_RETURN_IF_ERROR(CheckBytes());
    do {
      while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
      MADAD_ASSIGN_OR_RETURN(Token token, Next());
      tokens_.push_back(std::move(token));
    } while (tokens_.back().kind != TokenKind::kEnd);
    return std::move(tokens_);
  }

 private:
  absl::Status CheckBytes() const {
    if (const size_t at = FindInvalidUtf8(text_); at != std::string_view::npos) {
      const unsigned byte = static_cast<unsigned char>(text_[at]);
      return ExpressionInvalid(text_, at, absl::StrFormat("byte 0x%02X is not UTF-8", byte));
    }
    if (const size_t at = text_.find('\0'); at != std::string_view::npos) {
      return ExpressionInvalid(text_, at, "a NUL character is not allowed");
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Token> Next() {
    if (at_ == text_.size()) return Make(TokenKind::kEnd, at_, "");
    const char c = text_[at_];
    if (IsDigit(c)) return Number();
    if (StartsWord(c)) {
      const size_t start = at_;
      return Make(TokenKind::kWord, start, Word());
    }
    if (c == '\'') return Quoted(TokenKind::kString, "text");
    if (c == '"') return Quoted(TokenKind::kQuoted, "column");
    if (c == ':') return Parameter();
    return Symbol();
  }

  Token Make(TokenKind kind, size_t start, std::string text) const {
    return {kind, static_cast<uint32_t>(start), std::move(text)};
  }

  std::string Word() {
    const size_t start = at_;
    while (at_ < text_.size() && ContinuesWord(text_[at_])) ++at_;
    return std::string(text_.substr(start, at_ - start));
  }

  // Returns whether there was a digit.
  bool SkipDigits() {
    const size_t start = at_;
    while (at_ < text_.size() && IsDigit(text_[at_])) ++at_;
    return at_ > start;
  }

  bool Skip(char lower) {
    if (at_ == text_.size()) return false;
    if (absl::ascii_tolower(static_cast<unsigned char>(text_[at_])) != lower) return false;
    ++at_;
    return true;
  }

  absl::StatusOr<Token> Number() {
    const size_t start = at_;
    SkipDigits();
    bool complete = !Skip('.') || SkipDigits();
    if (complete && Skip('e')) {
      if (!Skip('+')) Skip('-');
      complete = SkipDigits();
    }
    // 12abc is neither a number nor a name.
    if (!complete || (at_ < text_.size() && (ContinuesWord(text_[at_]) || text_[at_] == '.'))) {
      return ExpressionInvalid(text_, start, "malformed number; write 12, 0.5 or 1.5e3");
    }
    return Make(TokenKind::kNumber, start, std::string(text_.substr(start, at_ - start)));
  }

  // Text between two quotes; a doubled one stands for itself.
  absl::StatusOr<Token> Quoted(TokenKind kind, const std::string& what) {
    const size_t start = at_++;
    const char quote = text_[start];
    std::string held;
    while (true) {
      const size_t end = text_.find(quote, at_);
      if (end == std::string_view::npos) {
        return ExpressionInvalid(text_, start,
                                 absl::StrCat("this ", what, " has no closing quote"));
      }
      held += text_.substr(at_, end - at_);
      at_ = end + 1;
      if (at_ == text_.size() || text_[at_] != quote) return Make(kind, start, std::move(held));
      held += quote;
      ++at_;
    }
  }

  absl::StatusOr<Token> Parameter() {
    const size_t start = at_++;
    if (at_ == text_.size() || !StartsWord(text_[at_])) {
      return ExpressionInvalid(text_, start, "expected a parameter's name after ':'");
    }
    return Make(TokenKind::kParameter, start, Word());
  }

  absl::StatusOr<Token> Symbol() {
    const std::string_view rest = text_.substr(at_);
    for (const std::string_view symbol : kSymbols) {
      if (rest.substr(0, symbol.size()) != symbol) continue;
      const size_t start = std::exchange(at_, at_ + symbol.size());
      return Make(TokenKind::kSymbol, start, std::string(symbol));
    }
    return Stray(FirstCodePoint(rest));
  }

  absl::Status Stray(const CodePoint& point) const {
    // A space that is not ASCII's looks like nothing, so its number is shown.
    std::string problem =
        absl::StrFormat("unexpected character '%s' (U+%04X)",
                        Clip(text_.substr(at_, point.size), 1), static_cast<uint32_t>(point.value));
    if (point.value >= 0x80) problem += "; text needs 'quotes', such a column \"double quotes\"";
    return ExpressionInvalid(text_, at_, problem);
  }

  const std::string_view text_;
  size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

absl::StatusOr<std::vector<Token>> Tokenize(std::string_view text) { return Lexer(text).Run(); }

}  // namespace madad::core
