#include "models/won_amounts.h"

#include <cmath>
#include <string>
#include <unordered_map>

#include "models/feature_reader.h"

namespace lead_quality {
namespace {

std::unordered_map<std::string, double> AmountsByLead(const sdk::Call& call, sdk::Reader& deals) {
  std::unordered_map<std::string, double> amounts;
  while (deals.Next()) {
    call.Check();
    const sdk::AnyView leads = deals.Any("lead_id");
    const auto amount = deals.Number("amount");
    for (size_t i = 0; i < deals.rows(); ++i) {
      if (!leads.valid(i) || !amount.valid(i) || !std::isfinite(amount[i])) continue;
      amounts[TextOf(leads.Value(i))] += amount[i];
    }
  }
  return amounts;
}

}  // namespace

double MeanWonAmount(const sdk::Call& call, const Frame& frame, int64_t horizon_us,
                     sdk::Reader& deals) {
  const std::unordered_map<std::string, double> amounts = AmountsByLead(call, deals);
  double sum = 0, leads = 0;
  for (size_t i = 0; i < frame.size(); ++i) {
    const bool matured = frame.created_at[i] <= frame.as_of - horizon_us;
    const int64_t converted = frame.converted_at[i];
    const bool in_time = converted != kNever && converted <= frame.created_at[i] + horizon_us;
    if (!matured || !in_time) continue;
    leads += 1;
    const auto amount = amounts.find(frame.ids[i]);
    if (amount != amounts.end()) sum += amount->second;
  }
  return leads > 0 ? sum / leads : NAN;
}

}  // namespace lead_quality
