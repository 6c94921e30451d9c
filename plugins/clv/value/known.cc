#include "value/known.h"

namespace clv {

Known KnownBy(const PurchaseLog& log, int32_t day, double tick) {
  Known known;
  known.summaries = Summarise(log, day);
  std::vector<History> histories;
  for (size_t i = 0; i < known.summaries.size(); ++i) {
    if (!known.summaries[i].is_customer) continue;
    known.customers.push_back(static_cast<uint32_t>(i));
    histories.push_back(known.summaries[i].history);
  }
  known.data = Compress(histories, tick, &known.group_of);
  return known;
}

}  // namespace clv
