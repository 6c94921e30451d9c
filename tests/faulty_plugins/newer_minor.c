/* Built for ABI 1.9, and of no use to a host before 1.7. */
#include "plain.h"

PLAIN_MANIFEST(MADAD_ABI_MAJOR, 9, 7);
PLAIN_DESCRIBE(PLAIN_EMPTY_DESCRIPTION)
PLAIN_OPEN()
PLAIN_GOOD_ENTRY();
