/* The parts of a plugin in plain C, so that each faulty one shows only its fault. */
#ifndef MADAD_TESTS_FAULTY_PLUGINS_PLAIN_H_
#define MADAD_TESTS_FAULTY_PLUGINS_PLAIN_H_

#include <string.h>

#include "madad/abi/manifest.h"
#include "madad/abi/plugin.h"

/* A manifest with versions of one's choice. */
#define PLAIN_MANIFEST(major, minor, minor_needed)                             \
  __attribute__((section(MADAD_NOTE_SECTION), used,                            \
                 aligned(4))) static const madad_manifest_note kNote = {       \
      sizeof(MADAD_NOTE_OWNER),                                                \
      sizeof(madad_manifest),                                                  \
      MADAD_NOTE_TYPE,                                                         \
      MADAD_NOTE_OWNER,                                                        \
      {sizeof(madad_manifest), major, minor, minor_needed, 0, MADAD_PLUGIN_ID, \
       MADAD_PLUGIN_VERSION, ""}}

/* Describe(), returning `json`. */
#define PLAIN_DESCRIBE(json)                      \
  static madad_str Describe(void) {               \
    static const char kText[] = json;             \
    return (madad_str){kText, sizeof(kText) - 1}; \
  }

#define PLAIN_EMPTY_DESCRIPTION                                                                \
  "{\"describe_version\":1,\"id\":\"" MADAD_PLUGIN_ID "\",\"version\":\"" MADAD_PLUGIN_VERSION \
  "\",\"metrics\":[]}"

/* A description with one model. */
#define PLAIN_MODEL                                                                            \
  "{\"describe_version\":1,\"id\":\"" MADAD_PLUGIN_ID "\",\"version\":\"" MADAD_PLUGIN_VERSION \
  "\",\"metrics\":[],\"models\":[{\"id\":\"" MADAD_PLUGIN_ID                                   \
  ".m\",\"labels\":{\"en\":\"M\"},\"parameters\":{\"type\":\"object\",\"properties\":{},"      \
  "\"additionalProperties\":false}}]}"

/* Open() and Close() of a plugin with Describe() and no models. */
#define PLAIN_OPEN()                                                                   \
  static const madad_plugin kPlugin = {sizeof(madad_plugin), 0, Describe, 0, 0, 0, 0}; \
  static const madad_plugin* Open(const madad_host* host, madad_error* error) {        \
    (void)host;                                                                        \
    (void)error;                                                                       \
    return &kPlugin;                                                                   \
  }                                                                                    \
  static void Close(void) {}

/* The entry, with Open() and Close(). */
#define PLAIN_ENTRY(magic, size, major) \
  const madad_entry madad_entry_v1 = {magic, size, major, MADAD_ABI_MINOR, 0, Open, Close}

/* The parts that are in order. */
#define PLAIN_GOOD_MANIFEST() PLAIN_MANIFEST(MADAD_ABI_MAJOR, MADAD_ABI_MINOR, 0)
#define PLAIN_GOOD_ENTRY() PLAIN_ENTRY(MADAD_ENTRY_MAGIC, sizeof(madad_entry), MADAD_ABI_MAJOR)

#endif /* MADAD_TESTS_FAULTY_PLUGINS_PLAIN_H_ */
