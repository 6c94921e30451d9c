// Texts that try to be something else.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace madad::engines {

// Returns `count` different texts made of what ends literals, names and statements in some engine.
// UTF-8, up to 60 characters, the same for the same seed; none has a dot, a NUL or a space at its
// end (a table's name, PostgreSQL's texts and MySQL's names cannot have them).
std::vector<std::string> HostileTexts(uint32_t seed, int count);

// How an engine writes literals and names.
struct Lexicon {
  char name_quote = '"';
  bool backslash_escapes = false;  // in literals (and in names where the next says so)
  bool backslash_escapes_names = false;
};

// Returns `sql` with every literal and quoted name replaced by a mark of its kind, whatever is in
// it. What does not end is told: `unended`.
std::string Skeleton(const std::string& sql, const Lexicon& lexicon);

}  // namespace madad::engines
