// Works, but has a unique symbol, which keeps its library mapped for ever.
#include <madad/sdk/plugin.h>

template <typename T>
int& Counter() {
  static int counter = 0;
  return counter;
}

template int& Counter<int>();

void Declare(madad::sdk::Plugin&) { ++Counter<int>(); }

MADAD_PLUGIN(Declare);
