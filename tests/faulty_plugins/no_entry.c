/* A manifest, but no entry. */
#include "plain.h"

PLAIN_GOOD_MANIFEST();
