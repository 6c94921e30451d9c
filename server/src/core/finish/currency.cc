#include "core/finish/currency.h"

#include <map>
#include <set>

#include "absl/strings/str_join.h"

#include "core/finish/row_keys.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

std::string Shown(const std::string& currency) { return currency.empty() ? "none" : currency; }

absl::Status Differ(const MetricStep& step, const std::set<std::string>& currencies) {
  const auto name = [](std::string* out, const std::string& code) { *out += Shown(code); };
  const std::string all = absl::StrJoin(currencies, ", ", name);
  return Error(absl::StatusCode::kFailedPrecondition,
               Cat("metric '", step.name, "' would add amounts in different currencies (", all,
                   "); filter by one of them, or group by the currency: list `currency` under "
                   "`dimensions` in the catalog for that"),
               {"CURRENCIES_DIFFER", {{"metric", step.name}, {"currencies", all}}, "metrics"});
}

}  // namespace

absl::StatusOr<std::string> CurrencyOf(const MetricStep& step, const PlanPart& part,
                                       const PoolRows& rows) {
  // Periods of a group are added up by balances, so they are not told apart.
  const size_t keys = part.keys.size() - (part.axis.grain == Grain::kNone ? 0 : 1);
  std::map<std::string, std::set<std::string>> by_group;
  std::set<std::string> all;
  for (const CurrencyLeaf& leaf : step.currencies) {
    const ScanRows& scan = *rows[leaf.scan];
    for (const size_t at : {leaf.low, leaf.high}) {
      const ResultColumn& column = scan[part.keys.size() + at];
      for (size_t row = 0; row < column.size(); ++row) {
        if (column.valid[row] == 0) continue;
        const std::string& code = std::get<std::vector<std::string>>(column.values)[row];
        std::set<std::string>& group = by_group[KeyBytes(scan, keys, row)];
        group.insert(code);
        all.insert(code);
        if (group.size() > 1) return Differ(step, all);
      }
    }
  }
  return all.size() == 1 ? *all.begin() : std::string();
}

}  // namespace madad::core
