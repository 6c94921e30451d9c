/* What a plugin gives the host: one exported symbol, `madad_entry_v1`.
 *
 * Life: the host reads the file's manifest (manifest.h), loads the file, calls `open` once, then
 * `describe`, then any of the rest, then `close` once after everything else has returned, then
 * unloads the file. No thread of the plugin outlives `close`.
 *
 * Never across this boundary: exceptions, C++ types, memory that the other side frees, C enums and
 * bool, variable arguments, errno, signal handlers.
 */
#ifndef MADAD_ABI_PLUGIN_H_
#define MADAD_ABI_PLUGIN_H_

#include "madad/abi/arrow.h"
#include "madad/abi/host.h"
#include "madad/abi/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this ABI. Another major is another ABI and another symbol; a minor only appends
 * fields and extensions. */
#define MADAD_ABI_MAJOR 1u
#define MADAD_ABI_MINOR 3u

/* First field of an entry: the bytes "MADADPLG" read as a little-endian integer. */
#define MADAD_ENTRY_MAGIC UINT64_C(0x474C50444144414D)

/* One configured use of a model; the plugin's own type. */
typedef struct madad_instance madad_instance;

/* The plugin's functions. Owned by the plugin; valid from `open` until `close`.
 * Nulls: a plugin that only declares metrics leaves create, destroy and compute null, all three;
 * get_extension may be null. `describe` never is. */
typedef struct madad_plugin {
  uint32_t size;     /* of this struct, set by the plugin */
  uint32_t reserved; /* 0 */

  /* Returns what the plugin declares, as JSON (sdk/doc/describe.md). Pure: the same bytes at every
   * call, whatever the configuration. Errors: an empty text.
   * Thread: any. Lifetime: until `close`. */
  madad_str (*describe)(void);

  /* Makes an instance of the model `id` with parameters `config_json`, an object checked against
   * the model's schema. Returns MADAD_OK and writes `out`; or a code, and fills `error`.
   * Thread: any, several at once. Lifetime: of the instance, until `destroy`. */
  int32_t (*create)(const madad_host* host, madad_str id, madad_str config_json,
                    madad_instance** out, madad_error* error);

  /* Ends an instance; null is allowed. Thread: any, never during a `compute` of it. */
  void (*destroy)(madad_instance* instance);

  /* Computes the instance's output tables. Returns MADAD_OK, or a code and fills `error`.
   * Ownership: the `n_in` input streams move to the plugin, which releases them whether it succeeds
   * or not. On MADAD_OK the `n_out` streams, one per declared table, are the host's; else none is.
   * Thread: any; one `compute` of an instance at a time. */
  int32_t (*compute)(madad_instance* instance, const madad_call* call, struct ArrowArrayStream* in,
                     size_t n_in, struct ArrowArrayStream* out, size_t n_out, madad_error* error);

  /* Returns the plugin's part of the extension `id`; null when it does not have it.
   * Thread: any. Lifetime: until `close`. */
  const void* (*get_extension)(const char* id);
} madad_plugin;

/* The entry: constant data, so that versions are known before any function runs. */
typedef struct madad_entry {
  uint64_t magic;            /* MADAD_ENTRY_MAGIC */
  uint32_t size;             /* of this struct, set by the plugin */
  uint32_t abi_major;        /* MADAD_ABI_MAJOR that the plugin was built with */
  uint32_t abi_minor;        /* MADAD_ABI_MINOR that the plugin was built with */
  uint32_t abi_minor_needed; /* the oldest minor that a host must speak */

  /* Starts the plugin. Returns its functions; or null, and fills `error`; `close` is then not
   * called. `host` stays valid until `close` has returned. Thread: any; no other call runs. */
  const madad_plugin* (*open)(const madad_host* host, madad_error* error);

  /* Ends the plugin: frees what `open` made and joins its threads. Thread: as `open`. */
  void (*close)(void);
} madad_entry;

#if defined(__GNUC__)
#define MADAD_EXPORT __attribute__((visibility("default")))
#else
#define MADAD_EXPORT
#endif

/* The only symbol that a plugin exports; its name carries the ABI's major version. */
extern MADAD_EXPORT const madad_entry madad_entry_v1;
#define MADAD_ENTRY_SYMBOL "madad_entry_v1"

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* MADAD_ABI_PLUGIN_H_ */
