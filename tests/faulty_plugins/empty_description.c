/* Describes itself with nothing. */
#include "plain.h"

PLAIN_GOOD_MANIFEST();
PLAIN_DESCRIBE("")
PLAIN_OPEN()
PLAIN_GOOD_ENTRY();
