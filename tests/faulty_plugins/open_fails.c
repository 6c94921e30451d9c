/* Says why it does not start. */
#include "plain.h"

PLAIN_GOOD_MANIFEST();

static const madad_plugin* Open(const madad_host* host, madad_error* error) {
  (void)host;
  error->code = MADAD_UNAVAILABLE;
  error->source = MADAD_SOURCE_DOWNSTREAM;
  strcpy(error->message, "the licence server\ndoes not answer");
  return 0;
}

static void Close(void) {}

PLAIN_GOOD_ENTRY();
