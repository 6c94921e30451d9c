/* What the host gives a plugin: itself, and the context of one call. */
#ifndef MADAD_ABI_HOST_H_
#define MADAD_ABI_HOST_H_

#include "madad/abi/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Levels of a log line. */
#define MADAD_LOG_DEBUG 0
#define MADAD_LOG_INFO 1
#define MADAD_LOG_WARNING 2
#define MADAD_LOG_ERROR 3

/* The host. Owned by the host and unchanged from `open` until `close` has returned. */
typedef struct madad_host {
  uint32_t size;      /* of this struct, set by the host */
  uint32_t abi_minor; /* the minor version that the host speaks */
  void* ctx;          /* the host's; pass it back unread */
  /* Returns the host's part of the extension `id` (NUL-terminated, such as MADAD_EXT_LOG), whose
   * type the extension's header gives; null when the host does not have it.
   * Thread: any. Lifetime: until `close` has returned. */
  const void* (*get_extension)(void* ctx, const char* id);
} madad_host;

/* The context of one call. Owned by the host; valid until the call returns. */
typedef struct madad_call {
  uint32_t size;            /* of this struct, set by the host */
  uint32_t reserved;        /* 0 */
  void* ctx;                /* the host's; pass it to the functions below */
  int64_t deadline_mono_ns; /* on CLOCK_MONOTONIC; INT64_MAX when there is none */
  /* Returns nonzero once the call is cancelled or its deadline has passed; the plugin then
   * returns MADAD_CANCELLED soon. Cheap enough to ask for every few thousand rows. Thread: any. */
  int32_t (*cancelled)(void* ctx);
  /* Writes a line to the host's log, which copies it. `level` is MADAD_LOG_*. Thread: any. */
  void (*log)(void* ctx, int32_t level, madad_str text);
  /* Says how far the call is: 0 to 1, with a word for a person, which may be empty. Thread: any. */
  void (*progress)(void* ctx, double fraction, madad_str text);
  madad_str trace_id; /* for the plugin's own logs; may be empty */
  /* Since minor 1: how far the data that is read is known, in microseconds since 1970 UTC: what is
   * later has not happened yet. INT64_MIN when nobody knows. */
  int64_t as_of_us;
  /* Since minor 2: the IANA name of the zone in which the catalog cuts days, weeks and months. */
  madad_str timezone;
  /* Since minor 2: writes to days[i] the day, since 1970-01-01, that instants_us[i] (microseconds
   * since 1970 UTC) is in in that zone. Thread: any. */
  void (*local_days)(void* ctx, const int64_t* instants_us, size_t n, int32_t* days);
} madad_call;

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* MADAD_ABI_HOST_H_ */
