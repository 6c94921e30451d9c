// The bytes of a file, uncompressed.
#pragma once

#include <cstddef>
#include <memory>

#include "absl/status/statusor.h"

#include "adapters/duckdb/file_kind.h"
#include "adapters/duckdb/files.h"

namespace madad::adapters::duckdb {

// Bytes from beginning to end, once.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  // Fills at most `size` bytes and returns how many; 0 only at the end.
  // Errors: DATA_LOSS (FILE_INVALID) for a file that cannot be read or whose
  // compressed data is broken or cut off.
  virtual absl::StatusOr<size_t> Read(char* out, size_t size) = 0;
};

// Returns the bytes of `file` from its beginning, decompressed.
std::unique_ptr<ByteStream> OpenBytes(OpenFile file, Compression compression);

}  // namespace madad::adapters::duckdb
