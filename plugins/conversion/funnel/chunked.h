// A column that grows in blocks: no value is moved, and no more memory is taken
// than one block beyond what is held.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace conversion::funnel {

template <typename T>
class Chunked {
 public:
  void push_back(T value) {
    if (next_ == end_) AddBlock();
    *next_++ = value;
  }
  size_t size() const { return blocks_.size() * kBlock - static_cast<size_t>(end_ - next_); }
  T operator[](size_t i) const { return blocks_[i / kBlock][i % kBlock]; }

  // Calls `each(i, value)` for every value in turn.
  template <typename Each>
  void ForEach(const Each& each) const {
    const size_t count = size();
    for (size_t begin = 0; begin < count; begin += kBlock) {
      const T* block = blocks_[begin / kBlock].get();
      const size_t length = count - begin < kBlock ? count - begin : kBlock;
      for (size_t i = 0; i < length; ++i) each(begin + i, block[i]);
    }
  }

  // Forgets the values; keeps memory for the next ones.
  void clear() {
    if (blocks_.empty()) return;
    blocks_.resize(1);
    next_ = blocks_[0].get();
    end_ = next_ + kBlock;
  }
  size_t bytes() const { return blocks_.size() * kBlock * sizeof(T); }

 private:
  static constexpr size_t kBlock = 4096;

  void AddBlock() {
    blocks_.push_back(std::make_unique_for_overwrite<T[]>(kBlock));
    next_ = blocks_.back().get();
    end_ = next_ + kBlock;
  }

  std::vector<std::unique_ptr<T[]>> blocks_;
  T* next_ = nullptr;
  T* end_ = nullptr;
};

}  // namespace conversion::funnel
