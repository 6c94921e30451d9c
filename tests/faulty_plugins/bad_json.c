/* Describes itself in something that is not JSON. */
#include "plain.h"

PLAIN_GOOD_MANIFEST();
PLAIN_DESCRIBE("{\"describe_version\":1,")
PLAIN_OPEN()
PLAIN_GOOD_ENTRY();
