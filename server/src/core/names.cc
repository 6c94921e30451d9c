#include "core/names.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

#include "core/suggest.h"
#include "core/utf8.h"

namespace madad::core {
namespace {

constexpr size_t kMostCharactersShown = 80;
constexpr size_t kMostNamesListed = 12;
// Comparing is slow, and each of many mistakes may want it.
constexpr size_t kMostNamesCompared = 1000;

// abseil remembers for good every name that it was ever asked for, so it is
// asked only for what the system has.
bool HasZoneFile(const std::string& name) {
  const char* folder = std::getenv("TZDIR");
  std::error_code error;
  return std::filesystem::is_regular_file(
      absl::StrCat(folder != nullptr ? folder : "/usr/share/zoneinfo", "/", name), error);
}

}  // namespace

bool IsName(std::string_view text) {
  return !text.empty() && absl::ascii_isalpha(static_cast<unsigned char>(text.front())) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return c == '_' || absl::ascii_isalnum(static_cast<unsigned char>(c));
         });
}

bool IsLanguageTag(std::string_view text) {
  return !text.empty() && absl::ascii_isalpha(static_cast<unsigned char>(text.front())) &&
         text.back() != '-' && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return c == '-' || absl::ascii_isalnum(c);
         });
}

bool IsTimeZone(const std::string& name) {
  if (name == "UTC") return true;
  const bool is_zone_name =
      !name.empty() && absl::ascii_isalpha(static_cast<unsigned char>(name.front())) &&
      name != "localtime" && std::all_of(name.begin(), name.end(), [](char c) {
        return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
               std::string_view("_+-/").find(c) != std::string_view::npos;
      });
  absl::TimeZone zone;
  return is_zone_name && HasZoneFile(name) && absl::LoadTimeZone(name, &zone);
}

std::string Quoted(std::string_view text) {
  return absl::StrCat("'", Clip(text, kMostCharactersShown), "'");
}

std::string Instead(std::string_view name, const std::vector<std::string>& candidates) {
  if (candidates.empty()) return "; there are none";
  if (candidates.size() <= kMostNamesCompared) {
    std::string near = DidYouMean(name, candidates);
    if (!near.empty()) return near;
  }
  const size_t listed = std::min(candidates.size(), kMostNamesListed);
  std::string names = absl::StrJoin(absl::MakeConstSpan(candidates).first(listed), ", ");
  if (listed < candidates.size()) absl::StrAppend(&names, ", ... (", candidates.size(), " in all)");
  return absl::StrCat("; expected ", listed == 1 ? "" : "one of ", names);
}

}  // namespace madad::core
