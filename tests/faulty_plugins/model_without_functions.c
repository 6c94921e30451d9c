/* Declares a model and cannot make instances of it. */
#include "plain.h"

PLAIN_GOOD_MANIFEST();
PLAIN_DESCRIBE(PLAIN_MODEL)
PLAIN_OPEN()
PLAIN_GOOD_ENTRY();
