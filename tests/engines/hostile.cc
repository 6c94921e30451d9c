#include "engines/hostile.h"

#include <random>
#include <set>

namespace madad::engines {
namespace {

const std::vector<std::string>& Fragments() {
  static const auto& fragments = *new std::vector<std::string>{"'",
                                                               "''",
                                                               "\"",
                                                               "\"\"",
                                                               "`",
                                                               "``",
                                                               "\\",
                                                               "\\'",
                                                               "\\\"",
                                                               "\\`",
                                                               ";",
                                                               "--",
                                                               "-- ",
                                                               "#",
                                                               "/*",
                                                               "*/",
                                                               "/*!",
                                                               "(",
                                                               ")",
                                                               "[",
                                                               "]",
                                                               "{",
                                                               "}",
                                                               "?",
                                                               "$1",
                                                               "$$",
                                                               "$a$",
                                                               ":a",
                                                               "@x",
                                                               "@@version",
                                                               "%",
                                                               "_",
                                                               "%s",
                                                               "{p0:String}",
                                                               "\n",
                                                               "\r",
                                                               "\t",
                                                               "\x01",
                                                               "\x1b",
                                                               "\x7f",
                                                               " ",
                                                               " OR 1=1 ",
                                                               "UNION SELECT ",
                                                               "DROP TABLE canary",
                                                               "; DELETE FROM canary",
                                                               "x'",
                                                               "E'",
                                                               "N'",
                                                               "0x27",
                                                               "NULL",
                                                               "FORMAT Null",
                                                               "a",
                                                               "A",
                                                               "b",
                                                               "ב",
                                                               "ײַ",
                                                               "é",
                                                               "e\xCC\x81",
                                                               "ß",
                                                               "İ",
                                                               "\xC2\xA0",
                                                               "\xE2\x80\x99",
                                                               "\xCA\xBC",
                                                               "\xEF\xBC\x87",
                                                               "\xE2\x80\xAE",
                                                               "\xF0\x9D\x84\x9E",
                                                               "\xEF\xBB\xBF"};
  return fragments;
}

// Returns where the quoted text that begins at `begin` ends, past its last quote; npos: nowhere.
size_t EndOf(const std::string& sql, size_t begin, bool backslash_escapes) {
  const char quote = sql[begin];
  for (size_t i = begin + 1; i < sql.size(); ++i) {
    if (backslash_escapes && sql[i] == '\\') {
      ++i;
    } else if (sql[i] == quote) {
      if (i + 1 < sql.size() && sql[i + 1] == quote) {
        ++i;
      } else {
        return i + 1;
      }
    }
  }
  return std::string::npos;
}

}  // namespace

std::vector<std::string> HostileTexts(uint32_t seed, int count) {
  std::mt19937 random(seed);
  std::vector<std::string> texts;
  std::set<std::string> known;
  while (static_cast<int>(texts.size()) < count) {
    std::string text;
    for (uint32_t parts = 1 + random() % 6; parts > 0; --parts) {
      const std::string& part = Fragments()[random() % Fragments().size()];
      if (text.size() + part.size() < 60) text += part;
    }
    if (!text.empty() && text.back() != ' ' && known.insert(text).second) texts.push_back(text);
  }
  return texts;
}

std::string Skeleton(const std::string& sql, const Lexicon& lexicon) {
  std::string skeleton;
  for (size_t i = 0; i < sql.size();) {
    const bool is_name = sql[i] == lexicon.name_quote;
    if (!is_name && sql[i] != '\'') {
      skeleton += sql[i++];
      continue;
    }
    i = EndOf(sql, i, is_name ? lexicon.backslash_escapes_names : lexicon.backslash_escapes);
    if (i == std::string::npos) return skeleton + "unended";
    skeleton += is_name ? "<name>" : "<text>";
  }
  return skeleton;
}

}  // namespace madad::engines
