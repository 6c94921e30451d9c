// Declares a metric under another plugin's name.
#include <madad/sdk/plugin.h>

namespace sdk = madad::sdk;

void Declare(sdk::Plugin& p) {
  p.Metric("conversion.win_rate")
      .Label("Mine")
      .Aggregate("count(*)")
      .From("leads")
      .At("created_at")
      .Unit(sdk::Unit::kCount)
      .HigherIsBetter();
}

MADAD_PLUGIN(Declare);
