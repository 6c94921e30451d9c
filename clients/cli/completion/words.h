// A command line as a shell's completion sees it: up to the cursor.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace madad::cli {

struct TypedWords {
  // The words before the one at the cursor, unquoted; the program first.
  std::vector<std::string> before;
  // What there is of the word at the cursor, unquoted.
  std::string current;
  // Whether the cursor is within quotes.
  bool quoted = false;
};

// Returns the words of the last command in `line`, by the shell's rules for
// quotes and backslashes. Nothing is expanded.
TypedWords SplitWords(std::string_view line);

}  // namespace madad::cli
