/* In order: a plugin in C that writes to the host's log, and knows an unknown extension when it
 * asks for one. */
#include "madad/abi/ext/log.h"
#include "plain.h"

PLAIN_GOOD_MANIFEST();
PLAIN_DESCRIBE(PLAIN_EMPTY_DESCRIPTION)

static const madad_plugin kPlugin = {sizeof(madad_plugin), 0, Describe, 0, 0, 0, 0};
static const madad_host* g_host;

static void Log(int32_t level, const char* text) {
  const madad_log* log = (const madad_log*)g_host->get_extension(g_host->ctx, MADAD_EXT_LOG);
  if (log != 0) log->write(g_host->ctx, level, (madad_str){text, strlen(text)});
}

static const madad_plugin* Open(const madad_host* host, madad_error* error) {
  if (host->get_extension(host->ctx, "madad.nobody-has-this/1") != 0) {
    error->code = MADAD_INTERNAL;
    return 0;
  }
  g_host = host;
  Log(MADAD_LOG_INFO, "opened");
  Log(99, "a level that is none");
  return &kPlugin;
}

static void Close(void) { Log(MADAD_LOG_WARNING, "closed"); }

PLAIN_GOOD_ENTRY();
