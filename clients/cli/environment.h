// What the environment says about the person at the terminal.
#pragma once

#include <string>
#include <string_view>

namespace madad::cli {

// Returns the locale in force for a category such as `LC_CTYPE`: the first of
// LC_ALL, the category itself and LANG that is set to something; "" for none.
std::string LocaleOf(const char* category);

// True for a locale such as `he_IL.UTF-8`, whether it is installed or not.
bool IsUtf8Locale(std::string_view locale);

// Returns the language of a locale: `he` of `he_IL.UTF-8`; "" for C and POSIX.
std::string LanguageOfLocale(std::string_view locale);

// False when NO_COLOR is set to anything, or TERM says that the terminal is dumb.
bool WantsColor();

// True when TERM says that the terminal can move no cursor.
bool IsDumbTerminal();

// Returns the width of the terminal behind `descriptor`: that of COLUMNS if it
// is a number above 0, else what the terminal says; 0 when neither is known.
int TerminalWidth(int descriptor);

}  // namespace madad::cli
