#include "cli/answer/columns.h"

#include <algorithm>
#include <array>
#include <map>

#include "absl/strings/str_cat.h"

namespace madad::cli {
namespace {

bool IsKey(const v1::Column& column) {
  return column.role() == v1::COLUMN_ROLE_DIMENSION || column.role() == v1::COLUMN_ROLE_PERIOD;
}

// Returns the place of a companion among those of its metric; newer ones last.
size_t Rank(std::string_view companion) {
  constexpr std::array<std::string_view, 11> kOrder = {
      "",    "previous", "change",    "change_ratio", "target",  "share",
      "low", "high",     "numerator", "denominator",  "immature"};
  return static_cast<size_t>(std::find(kOrder.begin(), kOrder.end(), companion) - kOrder.begin());
}

// Returns the indexes of the answer's columns that are not keys, in the order shown.
std::vector<int> Figures(const v1::QueryResponse& answer) {
  std::map<std::string_view, int> first_of;  // metric -> where its first column is
  std::vector<int> indexes;
  for (int i = 0; i < answer.columns_size(); ++i) {
    if (IsKey(answer.columns(i))) continue;
    first_of.emplace(NameOf(answer.columns(i)).metric, i);
    indexes.push_back(i);
  }
  const auto place = [&](int index) {
    const ColumnName name = NameOf(answer.columns(index));
    return std::pair(first_of.at(name.metric), Rank(name.companion));
  };
  std::stable_sort(indexes.begin(), indexes.end(),
                   [&](int a, int b) { return place(a) < place(b); });
  return indexes;
}

// Returns how often each name would head a column.
std::map<std::string_view, int> BareNames(const v1::QueryResponse& answer) {
  std::map<std::string_view, int> counts;
  for (const v1::Column& column : answer.columns()) {
    const ColumnName name = NameOf(column);
    if (IsKey(column)) ++counts[column.name()];
    if (!IsKey(column) && name.companion.empty()) ++counts[BareName(name.metric)];
  }
  return counts;
}

std::string Heading(const v1::Column& column, std::string_view metric_before,
                    const std::map<std::string_view, int>& bare_names) {
  const ColumnName name = NameOf(column);
  const std::string_view bare = BareName(name.metric);
  const auto uses = bare_names.find(bare);
  const bool unique = uses != bare_names.end() && uses->second == 1;
  std::string heading(unique ? bare : name.metric);
  if (!name.companion.empty()) {
    if (name.metric == metric_before) heading.clear();
    heading.append(":").append(name.companion);
  }
  if (!column.currency().empty()) absl::StrAppend(&heading, " (", column.currency(), ")");
  return heading;
}

}  // namespace

ColumnName NameOf(const v1::Column& column) {
  const std::string_view name = column.name();
  // A parameter's value may have a colon of its own.
  const size_t brackets = name.rfind(')');
  const size_t colon = name.rfind(':');
  const bool has_companion = column.role() == v1::COLUMN_ROLE_COMPANION &&
                             colon != std::string_view::npos &&
                             (brackets == std::string_view::npos || colon > brackets);
  if (!has_companion) return {name, ""};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

std::string_view BareName(std::string_view metric) {
  const size_t dot = metric.substr(0, metric.find('(')).rfind('.');
  return dot == std::string_view::npos ? metric : metric.substr(dot + 1);
}

ShownColumns ShowColumns(const v1::QueryResponse& answer) {
  ShownColumns shown;
  for (int i = 0; i < answer.columns_size(); ++i) {
    if (IsKey(answer.columns(i))) shown.columns.push_back({i, answer.columns(i).name()});
  }
  shown.keys = shown.columns.size();
  const std::map<std::string_view, int> bare_names = BareNames(answer);
  std::string_view metric_before;
  for (const int index : Figures(answer)) {
    const v1::Column& column = answer.columns(index);
    shown.columns.push_back({index, Heading(column, metric_before, bare_names)});
    metric_before = NameOf(column).metric;
  }
  return shown;
}

}  // namespace madad::cli
