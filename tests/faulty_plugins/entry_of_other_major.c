/* A manifest of this ABI over an entry of another. */
#include "plain.h"

PLAIN_GOOD_MANIFEST();
PLAIN_DESCRIBE(PLAIN_EMPTY_DESCRIPTION)
PLAIN_OPEN()
PLAIN_ENTRY(MADAD_ENTRY_MAGIC, sizeof(madad_entry), 3);
