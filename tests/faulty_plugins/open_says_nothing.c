/* Does not start, does not say why, and gives a code that is none. */
#include "plain.h"

PLAIN_GOOD_MANIFEST();

static const madad_plugin* Open(const madad_host* host, madad_error* error) {
  (void)host;
  error->code = 4711;
  return 0;
}

static void Close(void) {}

PLAIN_GOOD_ENTRY();
