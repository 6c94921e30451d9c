// Conversion: from leads through the stages to customers.
#include "declare.h"
#include "funnel/model.h"

namespace {

void Declare(conversion::sdk::Plugin& p) {
  conversion::DeclareCounts(p);
  conversion::DeclareStageRates(p);
  conversion::DeclareWinRates(p);
  conversion::DeclareResponse(p);
  conversion::DeclareDurations(p);
  p.Model<conversion::funnel::FunnelModel>("conversion.funnel");
}

}  // namespace

MADAD_PLUGIN(Declare);
