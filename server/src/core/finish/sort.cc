#include "core/finish/sort.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/plan/check_request.h"

namespace madad::core {
namespace {

template <typename T>
int Order(const T& a, const T& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

// One column to order by.
struct By {
  const ResultColumn* column;
  bool descending = false;
  std::vector<size_t> ranks;  // of each row's value; empty: by the value itself

  int Compare(size_t a, size_t b) const {
    if (column->valid[a] != column->valid[b]) return column->valid[a] != 0 ? -1 : 1;
    if (column->valid[a] == 0) return 0;
    const int order = CompareValues(a, b);
    return descending ? -order : order;
  }

 private:
  int CompareValues(size_t a, size_t b) const {
    if (!ranks.empty() && ranks[a] != ranks[b]) return Order(ranks[a], ranks[b]);
    return std::visit([&](const auto& values) { return Order(values[a], values[b]); },
                      column->values);
  }
};

// The place of each row's value in `values`; after them all when it is not there.
std::vector<size_t> Ranks(const ResultColumn& column, const std::vector<std::string>& values) {
  std::vector<size_t> ranks;
  const auto* texts = std::get_if<std::vector<std::string>>(&column.values);
  if (values.empty() || texts == nullptr) return ranks;
  for (const std::string& text : *texts) {
    ranks.push_back(
        static_cast<size_t>(std::find(values.begin(), values.end(), text) - values.begin()));
  }
  return ranks;
}

// Sorts by one column of whole numbers without a null: many groups often have
// such a key, and looking at each value once is much faster. False for others.
bool SortWhole(const ResultColumn& column, bool descending, std::vector<size_t>& rows) {
  const auto* values = std::get_if<std::vector<int64_t>>(&column.values);
  const bool nulls = std::find(column.valid.begin(), column.valid.end(), 0) != column.valid.end();
  if (values == nullptr || nulls || descending) return false;
  std::vector<std::pair<int64_t, size_t>> pairs;
  pairs.reserve(rows.size());
  for (const size_t row : rows) pairs.emplace_back((*values)[row], row);
  std::sort(pairs.begin(), pairs.end());
  for (size_t i = 0; i < rows.size(); ++i) rows[i] = pairs[i].second;
  return true;
}

}  // namespace

std::vector<size_t> SortedRows(const std::vector<ResultColumn>& columns, size_t keys,
                               const std::vector<OrderBy>& order,
                               const std::vector<std::vector<std::string>>& value_order) {
  std::vector<By> by;
  const auto add = [&](size_t column, bool descending) {
    By& one = by.emplace_back(By{&columns[column], descending, {}});
    if (column < value_order.size()) one.ranks = Ranks(columns[column], value_order[column]);
  };
  for (const OrderBy& one : order) {
    const auto found = std::find_if(
        columns.begin(), columns.end(),
        [&](const ResultColumn& column) { return NamesColumn(one.column, column.name); });
    if (found != columns.end()) add(static_cast<size_t>(found - columns.begin()), one.descending);
  }
  // The keys break ties, so that an answer has one order.
  for (size_t i = 0; i < keys; ++i) add(i, false);
  std::vector<size_t> rows(columns.empty() ? 0 : columns.front().size());
  std::iota(rows.begin(), rows.end(), size_t{0});
  if (by.size() == 1 && SortWhole(*by.front().column, by.front().descending, rows)) return rows;
  std::stable_sort(rows.begin(), rows.end(), [&](size_t a, size_t b) {
    for (const By& one : by) {
      if (const int o = one.Compare(a, b); o != 0) return o < 0;
    }
    return false;
  });
  return rows;
}

}  // namespace madad::core
