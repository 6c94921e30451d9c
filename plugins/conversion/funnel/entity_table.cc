#include "funnel/entity_table.h"

#include <cstring>
#include <limits>
#include <stdexcept>

namespace conversion::funnel {
namespace {

__extension__ using Wide = unsigned __int128;

// The two halves of a product, which every bit of both factors moves.
uint64_t Fold(uint64_t a, uint64_t b) {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

uint64_t Load(const char* from, size_t bytes) {
  uint64_t word = 0;
  std::memcpy(&word, from, bytes);
  return word;
}

constexpr uint64_t kOdd = 0x9E3779B97F4A7C15U;
constexpr uint64_t kOther64 = 0xD6E8FEB86659FD93U;

}  // namespace

uint64_t HashOf(std::string_view text) {
  const char* at = text.data();
  size_t left = text.size();
  uint64_t hash = left * kOdd + kOther64;
  for (; left > 16; at += 16, left -= 16) {
    hash = Fold(Load(at, 8) ^ hash, Load(at + 8, 8) ^ kOdd);
  }
  uint64_t a = 0;
  uint64_t b = 0;
  if (left >= 8) {  // two words that may overlap
    a = Load(at, 8);
    b = Load(at + left - 8, 8);
  } else if (left >= 4) {
    a = Load(at, 4);
    b = Load(at + left - 4, 4);
  } else if (left > 0) {
    a = static_cast<unsigned char>(at[0]) |
        static_cast<uint64_t>(static_cast<unsigned char>(at[left / 2])) << 8 |
        static_cast<uint64_t>(static_cast<unsigned char>(at[left - 1])) << 16;
  }
  return Fold(Fold(a ^ hash ^ kOther64, b ^ kOdd), hash ^ kOther64);
}

uint32_t EntityTable::Append(std::string_view text, uint32_t hash) {
  constexpr size_t kMost = std::numeric_limits<uint32_t>::max();
  const size_t begin = texts_.Add(text, hash);
  if (begin > kMost || size() + 1 >= kMost) {
    throw std::length_error("the funnel's log has more entities than can be held at once");
  }
  begins_.push_back(static_cast<uint32_t>(begin));
  return static_cast<uint32_t>(size() - 1);
}

void EntityIndex::Open(const EntityTable& table) {
  size_t slots = 64;
  while (slots < 2 * table.size() + 2) slots *= 2;
  slots_.assign(slots, {});
  const size_t mask = slots - 1;
  for (uint32_t code = 0; code < table.size(); ++code) {
    const uint32_t hash = table.texts_.At(table.begins_[code]).hash;
    size_t i = hash & mask;
    while (slots_[i].next_code != 0) i = (i + 1) & mask;
    slots_[i] = {hash, code + 1};
  }
}

uint32_t EntityIndex::CodeOf(EntityTable& table, std::string_view text, uint32_t hash) {
  if (table.size() * 4 >= slots_.size() * 3) Open(table);
  const size_t mask = slots_.size() - 1;
  for (size_t i = hash & mask;; i = (i + 1) & mask) {
    Slot& slot = slots_[i];
    if (slot.next_code == 0) {
      const uint32_t code = table.Append(text, hash);
      slot = {hash, code + 1};
      return code;
    }
    if (slot.hash == hash && table.TextOf(slot.next_code - 1) == text) return slot.next_code - 1;
  }
}

}  // namespace conversion::funnel
