/* Built for ABI 2.0. Running any of its code would end the process. */
#include <stdlib.h>

#include "plain.h"

PLAIN_MANIFEST(2, 0, 0);
PLAIN_DESCRIBE(PLAIN_EMPTY_DESCRIPTION)
PLAIN_OPEN()
PLAIN_ENTRY(MADAD_ENTRY_MAGIC, sizeof(madad_entry), 2);

__attribute__((constructor)) static void RunsWhenLoaded(void) { abort(); }
