/* What a model learns, kept by the host: an extension of the plugin. */
#ifndef MADAD_ABI_EXT_ARTIFACT_H_
#define MADAD_ABI_EXT_ARTIFACT_H_

#include "madad/abi/plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MADAD_EXT_ARTIFACT "madad.artifact/1"

/* What a training says of its artifact. */
#define MADAD_VERDICT_REPLACE 0u /* it is to serve from now on */
#define MADAD_VERDICT_KEEP 1u    /* the one that serves goes on; the new one is kept beside it */

/* What a training made. Owned by the plugin from `train` until `release`; the host only reads. */
typedef struct madad_trained {
  uint32_t size;      /* of this struct, set by the plugin */
  uint32_t verdict;   /* MADAD_VERDICT_* */
  madad_str artifact; /* bytes that only the plugin understands; never none */
  madad_str report;   /* a JSON object of figures for people, such as {"auc": 0.78}; may be empty */
  madad_str reason;   /* for the verdict, in a sentence; may be empty */
} madad_trained;

/* Owned by the plugin; valid from `open` until `close`. A plugin has it when an instance's shape
 * says that it is trained; the host then calls these two instead of `compute`. */
typedef struct madad_artifact {
  uint32_t size;     /* of this struct, set by the plugin */
  uint32_t reserved; /* 0 */

  /* Trains. `previous` is the artifact that serves now, so that both can be judged on the same
   * rows; of length 0 when there is none. It may be of other parameters or of an older version of
   * the plugin: one that the plugin cannot read counts as none. Returns MADAD_OK and writes `out`;
   * or a code, and fills `error`.
   * Ownership: of the input streams, as `compute`; `previous` is the host's until it returns.
   * Thread: as `compute`; one call of `compute`, `train` or `apply` of an instance at a time. */
  int32_t (*train)(madad_instance* instance, const madad_call* call, struct ArrowArrayStream* in,
                   size_t n_in, madad_str previous, const madad_trained** out, madad_error* error);

  /* Ends what `train` made. Thread: any. */
  void (*release)(const madad_trained* trained);

  /* Computes the output tables by `artifact`, which is the host's until it returns. Everything else
   * is as for `compute`. Errors: MADAD_DATA_LOSS for an artifact that the plugin cannot read. */
  int32_t (*apply)(madad_instance* instance, const madad_call* call, madad_str artifact,
                   struct ArrowArrayStream* in, size_t n_in, struct ArrowArrayStream* out,
                   size_t n_out, madad_error* error);
} madad_artifact;

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* MADAD_ABI_EXT_ARTIFACT_H_ */
