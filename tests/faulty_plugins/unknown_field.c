/* Says something that this server would have to ignore. */
#include "plain.h"

PLAIN_GOOD_MANIFEST();
PLAIN_DESCRIBE("{\"describe_version\":1,\"id\":\"" MADAD_PLUGIN_ID
               "\",\"version\":\"" MADAD_PLUGIN_VERSION "\",\"metrics\":[],\"windows\":[]}")
PLAIN_OPEN()
PLAIN_GOOD_ENTRY();
