#include <madad/sdk/plugin.h>

namespace sdk = madad::sdk;

void Declare(sdk::Plugin& p) {
  p.Metric("outsider.revenue")
      .Label("Revenue")
      .Aggregate("sum(revenue)")
      .From("orders")
      .At("ordered_at")
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter();
}

MADAD_PLUGIN(Declare);
