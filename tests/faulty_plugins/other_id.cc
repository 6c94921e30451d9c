// Calls itself something else than its build did.
#include <madad/sdk/plugin.h>

void Declare(madad::sdk::Plugin& p) { p.Id("somebody_else").Version("9.9.9"); }

MADAD_PLUGIN(Declare);
