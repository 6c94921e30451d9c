// Names that people write, and how messages show them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace madad::core {

// True for letters, digits and underscores that start with a letter.
bool IsName(std::string_view text);

// True for the shape of a BCP 47 language tag: en, he, pt-BR.
bool IsLanguageTag(std::string_view text);

// True for an IANA zone that the system knows. Names whose meaning changes
// from machine to machine (`localtime`) are not.
bool IsTimeZone(const std::string& name);

// Returns `text` in single quotes, on one line, cut when it is long.
std::string Quoted(std::string_view text);

// Returns "; did you mean a?" or, when nothing is near, "; expected one of a,
// b", or "; there are none".
std::string Instead(std::string_view name, const std::vector<std::string>& candidates);

// Returns the keys of a map by name.
template <typename T>
std::vector<std::string> KeysOf(const std::map<std::string, T>& map) {
  std::vector<std::string> keys;
  keys.reserve(map.size());
  for (const auto& [key, value] : map) keys.push_back(key);
  return keys;
}

}  // namespace madad::core
