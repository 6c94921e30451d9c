// The forms of ids, versions and texts that plugins give.
#pragma once

#include <string>
#include <string_view>

#include "madad/abi/types.h"

namespace madad::registry {

// Returns the text that a plugin gave; nothing when it gave none. Lifetime: the plugin's.
inline std::string_view ViewOf(madad_str text) {
  return text.ptr == nullptr ? std::string_view() : std::string_view(text.ptr, text.len);
}

inline constexpr char kPluginIdForm[] = "a lower-case letter, then letters, digits or _ (up to 63)";
inline constexpr char kVersionForm[] = "1 to 31 letters, digits, '.', '-' or '+'";

// True for a word of kPluginIdForm, which is also the form of a metric's name within its plugin.
bool IsPluginId(std::string_view text);
bool IsVersion(std::string_view text);

// True for the shape of a BCP 47 language tag: "en", "he", "zh-Hant".
bool IsLanguageTag(std::string_view text);

// True when `text`, which is UTF-8, has no control characters; tabs and line ends only with
// `multiline`. A label must not drive somebody's terminal.
bool IsDisplayable(std::string_view text, bool multiline);

// Returns `text`, cut to 120 bytes, with all but printable ASCII escaped: safe in a message
// whatever a file held.
std::string Printable(std::string_view text);

// Returns `text` in one line fit for a message: control characters become spaces, bytes that are
// not UTF-8 become '?'. For texts of people, which Printable would spoil.
std::string ReadableText(std::string_view text);

}  // namespace madad::registry
