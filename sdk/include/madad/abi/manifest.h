/* The manifest: what a host reads from a plugin's file before it runs any of its code.
 *
 * It is an ELF note in the section ".note.madad", with the owner "madad" and the type
 * MADAD_NOTE_TYPE; tools such as readelf --notes show it. This layout holds for every major of the
 * ABI and grows only at its end, so an old host can still say which version a new plugin needs.
 */
#ifndef MADAD_ABI_MANIFEST_H_
#define MADAD_ABI_MANIFEST_H_

#include "madad/abi/plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MADAD_NOTE_SECTION ".note.madad"
#define MADAD_NOTE_OWNER "madad"
#define MADAD_NOTE_TYPE 1u

/* Bits of madad_manifest.flags. */
#define MADAD_MANIFEST_STAYS_MAPPED 1u /* links a library that cannot be unloaded again */

/* The content of the note. Texts are UTF-8, NUL-terminated and padded with NULs. */
typedef struct madad_manifest {
  uint32_t size;             /* of this struct, set by the plugin */
  uint32_t abi_major;        /* MADAD_ABI_MAJOR that the plugin was built with */
  uint32_t abi_minor;        /* MADAD_ABI_MINOR that the plugin was built with */
  uint32_t abi_minor_needed; /* the oldest minor that a host must speak */
  uint32_t flags;            /* MADAD_MANIFEST_* */
  char id[64];               /* the plugin's id, as describe() says it */
  char version[32];          /* the plugin's version, as describe() says it */
  char sdk_version[32];      /* the SDK it was built with; empty when it used none */
} madad_manifest;

/* The note as it lies in the file: an ELF note header, the owner padded to 8, the manifest. */
typedef struct madad_manifest_note {
  uint32_t owner_size;
  uint32_t manifest_size;
  uint32_t type;
  char owner[8];
  madad_manifest manifest;
} madad_manifest_note;

/* Puts a manifest into the file; once per plugin, at file scope. */
#define MADAD_MANIFEST(plugin_id, plugin_version, sdk)                                            \
  __attribute__((section(MADAD_NOTE_SECTION), used,                                               \
                 aligned(4))) static const madad_manifest_note madad_manifest_note_v1 = {         \
      sizeof(MADAD_NOTE_OWNER),                                                                   \
      sizeof(madad_manifest),                                                                     \
      MADAD_NOTE_TYPE,                                                                            \
      MADAD_NOTE_OWNER,                                                                           \
      {sizeof(madad_manifest), MADAD_ABI_MAJOR, MADAD_ABI_MINOR, 0, 0, plugin_id, plugin_version, \
       sdk}}

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* MADAD_ABI_MANIFEST_H_ */
