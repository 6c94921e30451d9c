// Declares a metric without saying which column places a row in time.
#include <madad/sdk/plugin.h>

namespace sdk = madad::sdk;

void Declare(sdk::Plugin& p) {
  p.Metric("missing_field.leads")
      .Label("Leads")
      .Aggregate("count(*)")
      .From("leads")
      .Unit(sdk::Unit::kCount)
      .HigherIsBetter();
}

MADAD_PLUGIN(Declare);
