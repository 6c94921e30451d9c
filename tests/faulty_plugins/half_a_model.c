/* Makes instances and cannot destroy them. */
#include "plain.h"

PLAIN_GOOD_MANIFEST();
PLAIN_DESCRIBE(PLAIN_EMPTY_DESCRIPTION)

static int32_t Create(const madad_host* host, madad_str id, madad_str config_json,
                      madad_instance** out, madad_error* error) {
  (void)host, (void)id, (void)config_json, (void)out, (void)error;
  return MADAD_UNIMPLEMENTED;
}

static const madad_plugin* Open(const madad_host* host, madad_error* error) {
  static const madad_plugin kHalf = {sizeof(madad_plugin), 0, Describe, Create, 0, 0, 0};
  (void)host, (void)error;
  return &kHalf;
}

static void Close(void) {}

PLAIN_GOOD_ENTRY();
