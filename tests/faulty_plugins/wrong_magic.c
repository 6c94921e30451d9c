/* An entry that is something else. */
#include "plain.h"

PLAIN_GOOD_MANIFEST();
PLAIN_DESCRIBE(PLAIN_EMPTY_DESCRIPTION)
PLAIN_OPEN()
PLAIN_ENTRY(UINT64_C(0x1234), sizeof(madad_entry), MADAD_ABI_MAJOR);
