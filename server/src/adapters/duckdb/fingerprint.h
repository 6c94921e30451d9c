// What tells one version of a table's files from another.
#pragma once

#include <string>

#include "absl/time/time.h"

#include "core/catalog.h"

namespace madad::adapters::duckdb {

struct Fingerprint {
  // Path, device, inode, size, and times of change in nanoseconds of every
  // file; or why there are none. Equal: nothing has been written between.
  std::string text;
  // When a file was last written.
  absl::Time newest = absl::InfinitePast();

  bool operator==(const Fingerprint& other) const { return text == other.text; }
};

// File systems keep times in ticks of up to 10 ms, so a file that was written
// within the last of them may be written again and look the same.
inline constexpr absl::Duration kClockTick = absl::Milliseconds(20);

// Returns the fingerprint of the files that `table` (which has no query) is read
// from now. A missing file, or one that may not be read, is a version too.
Fingerprint FingerprintOf(const core::Source& source, const core::Table& table);

}  // namespace madad::adapters::duckdb
