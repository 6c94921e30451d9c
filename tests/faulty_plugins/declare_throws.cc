// Fails while declaring: gives one metric two definitions.
#include <madad/sdk/plugin.h>

void Declare(madad::sdk::Plugin& p) {
  p.Metric("declare_throws.leads").Aggregate("count(*)").Ratio("sum(amount)", "count(*)");
}

MADAD_PLUGIN(Declare);
