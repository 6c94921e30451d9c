// A small plugin: one metric and one model, start to finish. Copy this folder to begin your own.
#include <madad/sdk/plugin.h>

#include "owner_load.h"

namespace sdk = madad::sdk;

// Runs once, when the server loads the plugin. What is declared here is data: the server checks it,
// turns it into SQL and runs that where the rows are, so none of this code is on a query's path.
void Declare(sdk::Plugin& p) {
  // A metric's id begins with the plugin's. People see the label of their language.
  p.Metric("example.referral_share")
      .Label("Referral share")
      .Label("he", "שיעור הפניות")
      .Description("Of the leads created in the period, the share that came by referral.")
      // Of these, the share for which this holds. Count entities, not rows.
      .Proportion("count(DISTINCT lead_id)", "source = 'Referral'")
      // The catalog's logical table, and the column that places a row in a period.
      .From("leads")
      .At("created_at")
      .Unit(sdk::Unit::kPercent)
      .HigherIsBetter();

  // Code that reads rows and makes a table; a catalog names instances of it.
  p.Model<example::OwnerLoad>("example.owner_load");
}

// The file's one exported symbol. Its id and version are those given to madad_add_plugin().
MADAD_PLUGIN(Declare);
