/* The host's threads: an extension of the host. */
#ifndef MADAD_ABI_EXT_TASKS_H_
#define MADAD_ABI_EXT_TASKS_H_

#include "madad/abi/types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MADAD_EXT_TASKS "madad.tasks/1"

/* Owned by the host. A plugin needs no thread of its own, and none of its own may outlive a call. */
typedef struct madad_tasks {
  uint32_t size;    /* of this struct, set by the host */
  uint32_t threads; /* how many tasks may run at the same time, at least 1 */
  /* Runs task(arg, 0) .. task(arg, count - 1), some at the same time, on the caller's thread and
   * the host's, and returns when all have returned. `ctx` is the host's (madad_host.ctx).
   * A task lets no exception out and does not call `run`. Thread: any, several at once. */
  void (*run)(void* ctx, size_t count, void (*task)(void* arg, size_t i), void* arg);
} madad_tasks;

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* MADAD_ABI_EXT_TASKS_H_ */
