// Entities' ids as dense codes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "funnel/hashed_texts.h"

namespace conversion::funnel {

// Returns a hash of `text`, all of whose bits are good.
uint64_t HashOf(std::string_view text);

// Texts with the codes 0, 1, 2 ... as they come.
class EntityTable {
 public:
  // Lifetime: the pool must outlive it.
  explicit EntityTable(BlockPool& pool) : texts_(pool) {}

  // Returns a new code for `text`. Errors: std::length_error beyond 4 GiB of text
  // or 2^32 - 2 entities.
  uint32_t Append(std::string_view text, uint32_t hash = 0);

  std::string_view TextOf(uint32_t code) const { return texts_.At(begins_[code]).text; }
  size_t size() const { return begins_.size(); }
  size_t bytes() const { return texts_.bytes() + begins_.capacity() * sizeof(uint32_t); }

 private:
  friend class EntityIndex;

  HashedTexts texts_;
  std::vector<uint32_t> begins_;
};

// Finds texts of a table. It is made anew from the table's hashes, so that one
// index, which stays in a processor's cache, serves many tables in turn.
class EntityIndex {
 public:
  // Turns to `table`, all of whose texts came from an index.
  void Open(const EntityTable& table);
  // Returns the code of `text` in the table opened last (an index never opened is
  // that of an empty one); appends it when it was not there. Errors: as Append.
  uint32_t CodeOf(EntityTable& table, std::string_view text, uint32_t hash);

 private:
  struct Slot {
    uint32_t hash = 0;
    uint32_t next_code = 0;  // 0: empty
  };

  std::vector<Slot> slots_;
};

}  // namespace conversion::funnel
