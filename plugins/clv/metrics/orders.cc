#include "orders.h"

#include "declare.h"

namespace clv {

void DeclareOrderMetrics(sdk::Plugin& p) {
  orders::DeclareHistoric(p);
  orders::DeclareFrequency(p);
  orders::DeclareRetention(p);
  orders::DeclareCohorts(p);
}

}  // namespace clv
