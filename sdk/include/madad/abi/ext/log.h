/* Host extension "madad.log/1": lines for the host's log outside a call. */
#ifndef MADAD_ABI_EXT_LOG_H_
#define MADAD_ABI_EXT_LOG_H_

#include "madad/abi/host.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MADAD_EXT_LOG "madad.log/1"

/* Returned by madad_host.get_extension(host->ctx, MADAD_EXT_LOG). Lifetime: until `close` has
 * returned. */
typedef struct madad_log {
  uint32_t size;     /* of this struct, set by the host */
  uint32_t reserved; /* 0 */
  /* Writes one line, which the host copies. `ctx` is madad_host.ctx; `level` is MADAD_LOG_*.
   * Thread: any. */
  void (*write)(void* ctx, int32_t level, madad_str text);
} madad_log;

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* MADAD_ABI_EXT_LOG_H_ */
