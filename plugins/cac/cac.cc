// Customer acquisition cost: what customers and leads cost, and what comes back for it.
#include "attributed_costs.h"
#include "budget.h"
#include "declare.h"

namespace {

void Declare(cac::sdk::Plugin& p) {
  cac::DeclareCosts(p);
  cac::DeclareStageCosts(p);
  cac::DeclareReturns(p);
  cac::DeclareSpread(p);
  p.Model<cac::Budget>("cac.budget");
}

}  // namespace

MADAD_PLUGIN(Declare);
