/* What an instance of a model reads and makes: an extension of the plugin. */
#ifndef MADAD_ABI_EXT_SHAPE_H_
#define MADAD_ABI_EXT_SHAPE_H_

#include "madad/abi/plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MADAD_EXT_SHAPE "madad.shape/1"

/* Owned by the plugin; valid from `open` until `close`. A plugin with models has it. */
typedef struct madad_shape {
  uint32_t size;     /* of this struct, set by the plugin */
  uint32_t reserved; /* 0 */
  /* Writes to `out` the instance's inputs and outputs, as JSON (sdk/doc/describe.md, "A model's
   * shape"): the same at every call. They may depend on the parameters that the instance was
   * created with. Returns MADAD_OK; or a code, and fills `error`.
   * Thread: any; never during a `compute` of the instance. Lifetime: of the text, the instance's. */
  int32_t (*of)(madad_instance* instance, madad_str* out, madad_error* error);
} madad_shape;

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* MADAD_ABI_EXT_SHAPE_H_ */
