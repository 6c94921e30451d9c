// A column that grows in blocks: no value is moved, and no more memory is taken
// than one block beyond what is held.
#pragma once

#include <cstddef>
#include <vector>

#include "funnel/block_pool.h"

namespace conversion::funnel {

template <typename T>
class Chunked {
 public:
  // Lifetime: the pool must outlive it.
  explicit Chunked(BlockPool& pool) : pool_(&pool) {}

  void push_back(T value) {
    if (next_ == end_) AddBlock();
    *next_++ = value;
  }
  size_t size() const { return blocks_.size() * kBlock - static_cast<size_t>(end_ - next_); }
  T operator[](size_t i) const { return Values(i / kBlock)[i % kBlock]; }

  // Calls `each(i, value)` for every value in turn.
  template <typename Each>
  void ForEach(const Each& each) const {
    const size_t count = size();
    for (size_t begin = 0; begin < count; begin += kBlock) {
      const T* block = Values(begin / kBlock);
      const size_t length = count - begin < kBlock ? count - begin : kBlock;
      for (size_t i = 0; i < length; ++i) each(begin + i, block[i]);
    }
  }

  // Forgets the values; keeps memory for the next ones.
  void clear() {
    if (blocks_.empty()) return;
    blocks_.resize(1);
    Begin();
  }
  size_t bytes() const { return blocks_.size() * BlockPool::kBlockBytes; }

 private:
  static constexpr size_t kBlock = BlockPool::kBlockBytes / sizeof(T);

  T* Values(size_t block) const { return reinterpret_cast<T*>(blocks_[block].get()); }
  void Begin() {
    next_ = Values(blocks_.size() - 1);
    end_ = next_ + kBlock;
  }
  void AddBlock() {
    blocks_.push_back(pool_->Take());
    Begin();
  }

  BlockPool* pool_;
  std::vector<BlockPool::Block> blocks_;
  T* next_ = nullptr;
  T* end_ = nullptr;
};

}  // namespace conversion::funnel
