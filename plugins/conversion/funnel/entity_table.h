// Entities' ids as dense codes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace conversion::funnel {

// Returns a hash of `text`, all of whose bits are good.
uint64_t HashOf(std::string_view text);

// Gives each text a code: 0, 1, 2 ... as they come.
class EntityTable {
 public:
  // Returns the code of `text`, a new one when it was not there.
  // Errors: std::length_error beyond 4 GiB of text or 2^32 - 2 entities.
  uint32_t CodeOf(std::string_view text, uint32_t hash);
  // Returns a new code for `text`, which nothing looks up.
  uint32_t Append(std::string_view text);

  std::string_view TextOf(uint32_t code) const {
    const uint32_t begin = code == 0 ? 0 : ends_[code - 1];
    return {text_.data() + begin, ends_[code] - begin};
  }
  size_t size() const { return ends_.size(); }
  size_t bytes() const {
    return text_.capacity() + ends_.capacity() * sizeof(uint32_t) +
           slots_.capacity() * sizeof(Slot);
  }
  // Gives back the memory that only CodeOf needs, which must not be called again.
  void Close() { slots_ = {}; }

 private:
  struct Slot {
    uint32_t hash = 0;
    uint32_t next_code = 0;  // 0: empty
  };

  void Grow();

  std::vector<Slot> slots_;
  std::vector<uint32_t> ends_;
  std::vector<char> text_;
};

}  // namespace conversion::funnel
