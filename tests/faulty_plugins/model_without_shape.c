/* Declares a model whose shape nobody can ask for. */
#include "plain.h"

PLAIN_GOOD_MANIFEST();
PLAIN_DESCRIBE(PLAIN_MODEL)

static int32_t Create(const madad_host* host, madad_str id, madad_str config_json,
                      madad_instance** out, madad_error* error) {
  (void)host, (void)id, (void)config_json, (void)out, (void)error;
  return MADAD_UNIMPLEMENTED;
}

static void Destroy(madad_instance* instance) { (void)instance; }

static int32_t Compute(madad_instance* instance, const madad_call* call,
                       struct ArrowArrayStream* in, size_t n_in, struct ArrowArrayStream* out,
                       size_t n_out, madad_error* error) {
  (void)instance, (void)call, (void)in, (void)n_in, (void)out, (void)n_out, (void)error;
  return MADAD_UNIMPLEMENTED;
}

static const madad_plugin* Open(const madad_host* host, madad_error* error) {
  static const madad_plugin kPlugin = {
      sizeof(madad_plugin), 0, Describe, Create, Destroy, Compute, 0};
  (void)host, (void)error;
  return &kPlugin;
}

static void Close(void) {}

PLAIN_GOOD_ENTRY();
