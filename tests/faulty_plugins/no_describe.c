/* A table of functions without the one that every plugin has. */
#include "plain.h"

#define Describe 0

PLAIN_GOOD_MANIFEST();
PLAIN_OPEN()
PLAIN_GOOD_ENTRY();
