// Does not compile: a plugin has the SDK and nothing else.
#include <madad/sdk/plugin.h>

#include "core/value.h"

void Declare(madad::sdk::Plugin&) {}

MADAD_PLUGIN(Declare);
