// Conversion: from leads through the stages to customers.
#include "declare.h"

namespace {

void Declare(conversion::sdk::Plugin& p) {
  conversion::DeclareCounts(p);
  conversion::DeclareStageRates(p);
  conversion::DeclareWinRates(p);
  conversion::DeclareResponse(p);
  conversion::DeclareDurations(p);
}

}  // namespace

MADAD_PLUGIN(Declare);
