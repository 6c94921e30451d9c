#include "metrics.h"

#include "metrics/orders.h"
#include "metrics/predicted.h"

namespace clv {

void DeclareMetrics(sdk::Plugin& p) {
  DeclareOrderMetrics(p);
  DeclarePredicted(p);
}

}  // namespace clv
