// Declares one metric twice.
#include <madad/sdk/plugin.h>

namespace sdk = madad::sdk;

void DeclareLeads(sdk::Plugin& p) {
  p.Metric("duplicate_metric.leads")
      .Label("Leads")
      .Aggregate("count(*)")
      .From("leads")
      .At("created_at")
      .Unit(sdk::Unit::kCount)
      .HigherIsBetter();
}

void Declare(sdk::Plugin& p) {
  DeclareLeads(p);
  DeclareLeads(p);
}

MADAD_PLUGIN(Declare);
