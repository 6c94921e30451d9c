// Customer lifetime value: what customers were worth, and what they will be.
#include "metrics.h"
#include "value/customer_value.h"

namespace {

void Declare(clv::sdk::Plugin& p) {
  clv::DeclareMetrics(p);
  p.Model<clv::CustomerValue>("clv.customer_value");
}

}  // namespace

MADAD_PLUGIN(Declare);
