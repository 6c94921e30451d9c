#include "cli/environment.h"

#include <cstdlib>

#include <sys/ioctl.h>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace madad::cli {
namespace {

std::string_view Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

std::string LocaleOf(const char* category) {
  for (const char* name : {"LC_ALL", category, "LANG"}) {
    if (!Variable(name).empty()) return std::string(Variable(name));
  }
  return "";
}

bool IsUtf8Locale(std::string_view locale) {
  const size_t dot = locale.find('.');
  if (dot == std::string_view::npos) return false;
  const std::string charset(locale.substr(dot + 1, locale.find('@') - dot - 1));
  return absl::EqualsIgnoreCase(charset, "UTF-8") || absl::EqualsIgnoreCase(charset, "utf8");
}

std::string LanguageOfLocale(std::string_view locale) {
  const std::string language(locale.substr(0, locale.find_first_of("_.@")));
  return language == "C" || language == "POSIX" ? "" : language;
}

bool WantsColor() { return Variable("NO_COLOR").empty() && !IsDumbTerminal(); }

bool IsDumbTerminal() { return Variable("TERM") == "dumb"; }

int TerminalWidth(int descriptor) {
  int columns = 0;
  if (absl::SimpleAtoi(std::string(Variable("COLUMNS")), &columns) && columns > 0) return columns;
  winsize size = {};
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace madad::cli
