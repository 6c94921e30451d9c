#include "cli/commands/arguments.h"

#include <array>
#include <set>
#include <utility>

#include <google/protobuf/util/json_util.h>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"

namespace madad::cli {
namespace {

// True when `text` has a digit where `form` has a 0, and is equal elsewhere.
bool HasForm(std::string_view text, std::string_view form) {
  if (text.size() != form.size()) return false;
  for (size_t i = 0; i < form.size(); ++i) {
    if (form[i] == '0' ? !absl::ascii_isdigit(static_cast<unsigned char>(text[i]))
                       : text[i] != form[i]) {
      return false;
    }
  }
  return true;
}

std::vector<std::string> Split(const std::string& list) { return absl::StrSplit(list, ','); }

// Removes `suffix` from the end of `text`; false when it is not there.
bool TakeSuffix(std::string_view suffix, std::string* text) {
  if (!text->ends_with(suffix)) return false;
  text->resize(text->size() - suffix.size());
  return true;
}

// Returns the parts of `text` between commas outside of brackets.
std::vector<std::string> SplitOutsideBrackets(std::string_view text) {
  std::vector<std::string> parts(1);
  int depth = 0;
  for (const char c : text) {
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (c == ',' && depth <= 0) {
      parts.emplace_back();
    } else {
      parts.back().push_back(c);
    }
  }
  for (std::string& part : parts) absl::StripAsciiWhitespace(&part);
  return parts;
}

bool HasBracketsClosed(std::string_view metric) {
  const size_t open = metric.find('(');
  if (open == std::string_view::npos) return metric.find(')') == std::string_view::npos;
  return metric.back() == ')' && metric.find(')') == metric.size() - 1;
}

}  // namespace

std::string CheckDate(const std::string& text) {
  if (HasForm(text, "0000-00-00") || HasForm(text, "0000-00-00T00:00:00")) return "";
  return absl::StrCat("`", text, "` is not a date: write 2024-01-31 or 2024-01-31T10:00:00");
}

std::string CheckInstant(const std::string& text) {
  absl::Time instant;
  std::string error;
  if (CheckDate(text).empty() || absl::ParseTime(absl::RFC3339_full, text, &instant, &error)) {
    return "";
  }
  return absl::StrCat("`", text,
                      "` is not an instant: write 2024-01-31 for the end of that day, or "
                      "2024-01-31T10:00:00Z");
}

std::string CheckMetrics(const std::string& text) {
  for (const std::string& metric : SplitOutsideBrackets(text)) {
    if (metric.empty()) return absl::StrCat("`", text, "` has an empty name between its commas");
    if (HasBracketsClosed(metric)) continue;
    return absl::StrCat("`", metric,
                        "` has brackets that do not match: write 'ID(NAME=VALUE)', in quotes so "
                        "that the shell leaves it alone");
  }
  return "";
}

std::string CheckParameter(const std::string& text) {
  const auto [name, value] = ParseParameter(text);
  if (!name.empty() && !value.empty()) return "";
  return absl::StrCat("`", text, "` is not NAME=VALUE, such as window=30d");
}

std::string CheckList(const std::string& text) {
  for (const std::string& name : Split(text)) {
    if (name.empty()) return absl::StrCat("`", text, "` has an empty name between its commas");
  }
  return "";
}

std::string CheckSeconds(const std::string& text) {
  double seconds = 0;
  if (absl::SimpleAtod(text, &seconds) && seconds > 0) return "";
  return absl::StrCat("`", text, "` is not a number of seconds above 0");
}

std::string CheckCount(const std::string& text) {
  int64_t count = 0;
  if (absl::SimpleAtoi(text, &count) && count >= 0) return "";
  return absl::StrCat("`", text, "` is not a number of rows: write 0 for all, or 10");
}

std::string CheckAddress(const std::string& text) {
  if (text.empty()) return "the address is empty: write one such as 127.0.0.1:7400";
  for (const char* scheme : {"http://", "https://", "grpc://"}) {
    absl::string_view host = text;
    if (!absl::ConsumePrefix(&host, scheme)) continue;
    return absl::StrCat("`", text, "` is a URL: write only host and port, ",
                        absl::StripSuffix(host, "/"));
  }
  return "";
}

std::string CheckNotEmpty(const std::string& text) {
  return text.empty() ? "the value is empty: leave the option out" : "";
}

std::vector<std::string> SplitLists(const std::vector<std::string>& lists) {
  std::vector<std::string> names;
  for (const std::string& list : lists) {
    for (std::string& name : Split(list)) names.push_back(std::move(name));
  }
  return names;
}

std::vector<std::string> SplitMetrics(const std::vector<std::string>& lists) {
  std::vector<std::string> metrics;
  for (const std::string& list : lists) {
    for (std::string& metric : SplitOutsideBrackets(list)) metrics.push_back(std::move(metric));
  }
  return metrics;
}

std::pair<std::string, std::string> ParseParameter(const std::string& text) {
  return absl::StrSplit(text, absl::MaxSplits('=', 1));
}

std::string FindParameterTwice(const std::vector<std::string>& parameters) {
  std::set<std::string> names;
  for (const std::string& parameter : parameters) {
    const std::string name = ParseParameter(parameter).first;
    if (!names.insert(name).second) return name;
  }
  return "";
}

v1::Order ParseOrder(std::string text) {
  v1::Order order;
  order.set_descending(TakeSuffix(":desc", &text));
  if (!order.descending()) TakeSuffix(":asc", &text);
  order.set_column(std::move(text));
  return order;
}

v1::Grain ParseGrain(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, v1::Grain>, 5> kGrains = {
      {{"day", v1::GRAIN_DAY},
       {"week", v1::GRAIN_WEEK},
       {"month", v1::GRAIN_MONTH},
       {"quarter", v1::GRAIN_QUARTER},
       {"year", v1::GRAIN_YEAR}}};
  for (const auto& [name, grain] : kGrains) {
    if (text == name) return grain;
  }
  return v1::GRAIN_UNSPECIFIED;
}

v1::Comparison ParseComparison(std::string_view text) {
  if (text == "previous") return v1::COMPARISON_PREVIOUS;
  if (text == "year") return v1::COMPARISON_YEAR;
  return v1::COMPARISON_UNSPECIFIED;
}

google::protobuf::Value ParseJsonOrText(const std::string& text) {
  google::protobuf::Value value;
  if (!google::protobuf::util::JsonStringToMessage(text, &value).ok()) value.Clear();
  if (value.kind_case() == google::protobuf::Value::KIND_NOT_SET) value.set_string_value(text);
  return value;
}

}  // namespace madad::cli
