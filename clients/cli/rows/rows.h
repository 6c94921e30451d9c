// Rows of a table, as they come in chunks.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "madad/client/error.h"
#include "madad/v1/types.pb.h"

namespace madad::cli {

using Columns = google::protobuf::RepeatedPtrField<v1::Column>;

// Chunks one after another.
class Rows {
 public:
  // Adds a chunk of `count` rows, unless something is wrong with it, which is
  // returned: values that do not fit, other columns than before.
  std::optional<client::Error> Add(Columns columns, int64_t count);

  int64_t size() const { return size_; }
  // Names and types; empty before the first chunk.
  const Columns& columns() const;
  // Returns the column called `name`, -1 when there is none.
  int Find(std::string_view name) const;

  // Where a row is: `row` of a chunk's columns.
  struct Place {
    const Columns& columns;
    int64_t row;
  };
  // Requires a row that is there.
  Place At(int64_t row) const;

  // Keeps the first rows only.
  void Truncate(int64_t size) { size_ = std::min(size_, size); }

 private:
  struct Chunk {
    int64_t begin;
    Columns columns;
  };

  std::vector<Chunk> chunks_;
  int64_t size_ = 0;
};

}  // namespace madad::cli
