/* Its id, which the build gives, is not one. */
#include "plain.h"

PLAIN_GOOD_MANIFEST();
PLAIN_DESCRIBE(PLAIN_EMPTY_DESCRIPTION)
PLAIN_OPEN()
PLAIN_GOOD_ENTRY();
