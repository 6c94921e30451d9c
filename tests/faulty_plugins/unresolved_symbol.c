/* Calls a function that nobody defines. */
#include "plain.h"

const char* nobody_defines_this(void);

PLAIN_GOOD_MANIFEST();

static madad_str Describe(void) {
  const char* text = nobody_defines_this();
  return (madad_str){text, strlen(text)};
}

PLAIN_OPEN()
PLAIN_GOOD_ENTRY();
