#include "cli/completion/words.h"

#include <utility>

namespace madad::cli {
namespace {

// Reads one character after another.
class Splitter {
 public:
  void Take(char c) {
    if (escaped_) {
      Append(c);
      escaped_ = false;
    } else if (c == '\\' && quote_ != '\'') {
      escaped_ = true;
    } else if (quote_ != 0) {
      c == quote_ ? void(quote_ = 0) : Append(c);
    } else if (c == '\'' || c == '"') {
      quote_ = c;
      in_word_ = true;
    } else if (c == '|' || c == ';' || c == '&') {
      words_ = {};
      in_word_ = false;
    } else if (c == ' ' || c == '\t' || c == '\n') {
      EndWord();
    } else {
      Append(c);
    }
  }

  TypedWords Finish() {
    words_.quoted = quote_ != 0;
    return std::move(words_);
  }

 private:
  void Append(char c) {
    words_.current.push_back(c);
    in_word_ = true;
  }

  void EndWord() {
    if (in_word_) words_.before.push_back(std::exchange(words_.current, ""));
    in_word_ = false;
  }

  TypedWords words_;
  char quote_ = 0;
  bool escaped_ = false;
  bool in_word_ = false;
};

}  // namespace

TypedWords SplitWords(std::string_view line) {
  Splitter splitter;
  for (const char c : line) splitter.Take(c);
  return splitter.Finish();
}

}  // namespace madad::cli
