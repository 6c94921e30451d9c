// Customer lifetime value: what customers bring, how long they stay, and what is to come.
#include "metrics/orders.h"

namespace {

void Declare(clv::sdk::Plugin& p) { clv::DeclareOrderMetrics(p); }

}  // namespace

MADAD_PLUGIN(Declare);
