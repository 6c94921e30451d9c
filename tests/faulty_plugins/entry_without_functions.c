/* An entry that cannot be opened. */
#include "plain.h"

PLAIN_GOOD_MANIFEST();

const madad_entry madad_entry_v1 = {
    MADAD_ENTRY_MAGIC, sizeof(madad_entry), MADAD_ABI_MAJOR, MADAD_ABI_MINOR, 0, 0, 0};
