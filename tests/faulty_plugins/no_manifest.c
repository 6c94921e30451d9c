/* An entry, but no manifest to read before loading. */
#include "plain.h"

PLAIN_DESCRIBE(PLAIN_EMPTY_DESCRIPTION)
PLAIN_OPEN()
PLAIN_GOOD_ENTRY();
