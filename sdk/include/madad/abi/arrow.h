/* The Arrow C data and C stream interfaces: how tables cross the plugin boundary.
 *
 * The layouts are those of the published Arrow specification. The guard macros are the
 * specification's own, so that this header and any other that carries the same structs (Arrow's,
 * an engine's) may be included together.
 *
 * Ownership: whoever fills a struct sets its `release`. Whoever holds it last calls `release`
 * once; afterwards `release` is null and nothing in the struct may be read. Moving a struct is
 * copying its bytes and setting the source's `release` to null, without calling it.
 * Threads: a struct is used by one thread at a time; `release` may be called on any thread.
 */
#ifndef MADAD_ABI_ARROW_H_
#define MADAD_ABI_ARROW_H_

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

/* Bits of ArrowSchema.flags. */
#define ARROW_FLAG_DICTIONARY_ORDERED 1 /* the dictionary's order has a meaning */
#define ARROW_FLAG_NULLABLE 2           /* the column may hold nulls */
#define ARROW_FLAG_MAP_KEYS_SORTED 4    /* the keys of each map value are sorted */

/* The type of a column, or of a table (format "+s", one child per column). */
struct ArrowSchema {
  const char* format;             /* type code, NUL-terminated; "tsu:UTC" is microseconds in UTC */
  const char* name;               /* NUL-terminated; may be null, meaning empty */
  const char* metadata;           /* length-prefixed binary pairs; may be null */
  int64_t flags;                  /* ARROW_FLAG_* */
  int64_t n_children;             /* length of `children` */
  struct ArrowSchema** children;  /* owned by this schema; null when n_children is 0 */
  struct ArrowSchema* dictionary; /* value type of a dictionary column; else null */
  void (*release)(struct ArrowSchema*); /* null once released */
  void* private_data;                   /* the producer's */
};

/* The values of a column, or of a batch of a table's rows. */
struct ArrowArray {
  int64_t length;                      /* rows, from `offset` on */
  int64_t null_count;                  /* -1 when not counted */
  int64_t offset;                      /* first row in the buffers; not always 0 */
  int64_t n_buffers;                   /* length of `buffers` */
  int64_t n_children;                  /* length of `children` */
  const void** buffers;                /* first is validity bits (null: no nulls), then the data */
  struct ArrowArray** children;        /* owned by this array; null when n_children is 0 */
  struct ArrowArray* dictionary;       /* values of a dictionary column; else null */
  void (*release)(struct ArrowArray*); /* null once released */
  void* private_data;                  /* the producer's */
};

#endif /* ARROW_C_DATA_INTERFACE */

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

/* Batches of rows, pulled by the consumer. */
struct ArrowArrayStream {
  /* Writes the type of all batches to `out`, which the caller then owns. 0, or an errno code. */
  int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);
  /* Writes the next batch to `out`, which the caller then owns and may keep longer than the
   * stream. At the end: 0 and an `out` whose release is null. On failure: an errno code. */
  int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);
  /* The text of the last failure, NUL-terminated, or null. Valid until the next call. */
  const char* (*get_last_error)(struct ArrowArrayStream*);
  void (*release)(struct ArrowArrayStream*); /* null once released */
  void* private_data;                        /* the producer's */
};

#endif /* ARROW_C_STREAM_INTERFACE */

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* MADAD_ABI_ARROW_H_ */
