// Works, but is linked so that its library stays mapped for ever.
#include <madad/sdk/plugin.h>

void Declare(madad::sdk::Plugin&) {}

MADAD_PLUGIN(Declare);
