// Memory for columns that grow, in blocks of one size.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <new>
#include <vector>

namespace conversion::funnel {

// Gives out blocks that are cut from large regions, for which the kernel is
// asked for large pages: most of what it costs to fill a new column is the
// kernel giving it page after page. Blocks that come back are given out again;
// the regions are given back with the pool.
// Thread: any. Lifetime: the pool must outlive its blocks.
class BlockPool {
 public:
  static constexpr size_t kBlockBytes = size_t{16} << 10;

  class Return {
   public:
    explicit Return(BlockPool* pool = nullptr) : pool_(pool) {}
    void operator()(std::byte* block) const;

   private:
    BlockPool* pool_;  // null: the block is memory of its own
  };
  using Block = std::unique_ptr<std::byte[], Return>;

  // Returns a block of kBlockBytes, or of `bytes` when they are more; its bytes
  // are not set.
  Block Take(size_t bytes = kBlockBytes);

 private:
  struct Free {
    void operator()(std::byte* region) const;
  };

  void AddRegion();

  std::mutex mutex_;
  std::vector<std::unique_ptr<std::byte[], Free>> regions_;
  std::vector<std::byte*> idle_;
  size_t left_ = 0;  // bytes of the last region that were never given out
};

}  // namespace conversion::funnel
