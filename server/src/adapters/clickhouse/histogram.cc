#include "adapters/clickhouse/histogram.h"

#include <algorithm>

#include "absl/strings/str_format.h"

#include "core/text.h"

namespace madad::adapters::clickhouse {
namespace {

using core::Cat;

constexpr char kValue[] = "madad_value";
constexpr char kCount[] = "madad_count";

std::string StateName(size_t index) { return Cat("madad_state_", index); }

// The value at a rank counted from 1; `n` has how many values there are up to each of `v`.
std::string At(const std::string& rank) {
  return Cat("v[arrayFirstIndex(x -> x >= ", rank, ", n)]");
}

}  // namespace

std::string Histogram::Merged(std::string_view function, const std::string& arguments) {
  const std::string state = Cat(function, "State(", arguments, ")");
  auto found = std::find(states_.begin(), states_.end(), state);
  if (found == states_.end()) found = states_.insert(states_.end(), state);
  const auto index = static_cast<size_t>(found - states_.begin());
  return Cat(function, "Merge(", StateName(index), ")");
}

std::string Histogram::Percentile(double p) {
  const std::string rank = absl::StrFormat("((n[-1] - 1) * %.17g)", p);
  const std::string low = Cat("toInt64(floor(", rank, "))");
  const std::string at = At(Cat(low, " + 1"));
  const std::string next = At(Cat("least(", low, " + 2, toInt64(n[-1]))"));
  const std::string counts = Cat("groupArrayIf(", kCount, ", isNotNull(", kValue, "))");
  const std::string values = Cat("groupArray(", kValue, ")");
  return Cat("arrayMap((v, n) -> multiIf(length(v) = 0, NULL, ", at, " + (", next, " - ", at,
             ") * (", rank, " - floor(", rank, "))), [arraySort(", values,
             ")], [arrayCumSum(arraySort((c, k) -> k, ", counts, ", ", values, "))])[1]");
}

std::string Histogram::Key(size_t index) { return Cat("madad_key_", index); }

std::vector<std::string> Histogram::Columns() const {
  std::vector<std::string> columns = {Cat(sample_, " AS ", kValue), Cat("count() AS ", kCount)};
  for (size_t i = 0; i < states_.size(); ++i) {
    columns.push_back(Cat(states_[i], " AS ", StateName(i)));
  }
  return columns;
}

std::vector<std::string> Histogram::Groups(std::vector<std::string> keys) const {
  keys.push_back(sample_);
  return keys;
}

}  // namespace madad::adapters::clickhouse
