// Texts with their hashes, one after another in blocks that are not moved.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "funnel/block_pool.h"

namespace conversion::funnel {

struct HashedText {
  std::string_view text;
  uint32_t hash = 0;
};

class HashedTexts {
 public:
  // Lifetime: the pool must outlive it.
  explicit HashedTexts(BlockPool& pool) : pool_(&pool) {}

  // Returns where it is, for At.
  size_t Add(std::string_view text, uint32_t hash) {
    const Head head{hash, static_cast<uint32_t>(text.size())};
    const size_t bytes = sizeof(head) + text.size();
    if (blocks_.empty() || bytes > kBlock - std::min(kBlock, blocks_.back().size)) AddBlock(bytes);
    Filled& block = blocks_.back();
    const size_t at = block.size;
    std::memcpy(block.bytes.get() + at, &head, sizeof(head));
    std::memcpy(block.bytes.get() + at + sizeof(head), text.data(), text.size());
    block.size += bytes;
    return (blocks_.size() - 1) * kBlock + at;
  }
  // Returns the text that Add said is there. Lifetime: until Drain or the end.
  HashedText At(size_t at) const { return Read(blocks_[at / kBlock].bytes.get() + at % kBlock); }
  bool empty() const { return blocks_.empty(); }
  size_t bytes() const { return blocks_.size() * kBlock; }

  // Calls `each(text, hash)` for every text in turn, and forgets them.
  template <typename Each>
  void Drain(const Each& each) {
    for (const Filled& block : blocks_) {
      for (size_t at = 0; at < block.size;) {
        const HashedText text = Read(block.bytes.get() + at);
        each(text.text, text.hash);
        at += sizeof(Head) + text.text.size();
      }
    }
    blocks_.clear();
  }

 private:
  static constexpr size_t kBlock = BlockPool::kBlockBytes;

  struct Head {
    uint32_t hash;
    uint32_t length;
  };
  // A text that is longer than a block has one of its own.
  struct Filled {
    BlockPool::Block bytes;
    size_t size = 0;
  };

  static HashedText Read(const std::byte* at) {
    Head head{};
    std::memcpy(&head, at, sizeof(head));
    return {{reinterpret_cast<const char*>(at) + sizeof(head), head.length}, head.hash};
  }
  void AddBlock(size_t bytes) { blocks_.push_back({pool_->Take(bytes)}); }

  BlockPool* pool_;
  std::vector<Filled> blocks_;
};

}  // namespace conversion::funnel
