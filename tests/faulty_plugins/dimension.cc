// In order: brings a dimension and no metric.
#include <madad/sdk/plugin.h>

namespace sdk = madad::sdk;

void Declare(sdk::Plugin& p) {
  p.Dimension("answered").On("leads", "first_response_at IS NOT NULL").Label("Answered");
}

MADAD_PLUGIN(Declare);
