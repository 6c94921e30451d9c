/* Small types that every part of the ABI uses.
 *
 * Rules of all ABI structs: plain C, fixed-width integers, no enum and no bool; a struct that may
 * grow begins with its own `size` in bytes, set by whoever made it, and grows only at its end. A
 * reader touches a field only after MADAD_HAS_FIELD said that the maker knew it.
 */
#ifndef MADAD_ABI_TYPES_H_
#define MADAD_ABI_TYPES_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
/* True when the struct behind `ptr` is long enough to hold `field`. */
#define MADAD_HAS_FIELD(ptr, type, field) \
  ((ptr)->size >= offsetof(type, field) + sizeof(type::field))
#else
#define MADAD_HAS_FIELD(ptr, type, field) \
  ((ptr)->size >= offsetof(type, field) + sizeof(((const type*)0)->field))
#endif

/* Borrowed UTF-8 text, not NUL-terminated.
 * Nulls: `ptr` may be null only when `len` is 0.
 * Lifetime: as said where it is used; an argument's text lives until the call returns. */
typedef struct madad_str {
  const char* ptr;
  size_t len; /* bytes */
} madad_str;

/* Status codes: gRPC's numbers. Those a plugin has use for. */
#define MADAD_OK 0
#define MADAD_CANCELLED 1
#define MADAD_UNKNOWN 2
#define MADAD_INVALID_ARGUMENT 3
#define MADAD_DEADLINE_EXCEEDED 4
#define MADAD_NOT_FOUND 5
#define MADAD_RESOURCE_EXHAUSTED 8
#define MADAD_FAILED_PRECONDITION 9
#define MADAD_OUT_OF_RANGE 11
#define MADAD_UNIMPLEMENTED 12
#define MADAD_INTERNAL 13
#define MADAD_UNAVAILABLE 14
#define MADAD_DATA_LOSS 15

/* Where the cause of an error lies, so that the right person is told. */
#define MADAD_SOURCE_PLUGIN 0u     /* a defect of the plugin */
#define MADAD_SOURCE_CONFIG 1u     /* parameters or configuration */
#define MADAD_SOURCE_DATA 2u       /* the rows that were read */
#define MADAD_SOURCE_DOWNSTREAM 3u /* an input stream or a service failed */

/* What went wrong. The caller owns the struct and sets `size`; the callee fills the rest when it
 * fails and leaves it alone when it succeeds. Everything is inline: there is nothing to free. */
typedef struct madad_error {
  uint32_t size;     /* of this struct, set by the caller */
  int32_t code;      /* MADAD_*, not MADAD_OK */
  uint32_t source;   /* MADAD_SOURCE_* */
  char message[480]; /* UTF-8, NUL-terminated, cut at a whole character when too long */
} madad_error;

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* MADAD_ABI_TYPES_H_ */
