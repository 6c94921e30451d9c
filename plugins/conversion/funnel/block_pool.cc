#include "funnel/block_pool.h"

#include <sys/mman.h>

namespace conversion::funnel {
namespace {

constexpr size_t kLargePage = size_t{2} << 20;
constexpr size_t kRegionBytes = 2 * kLargePage;
// What a small log needs is not worth the zeroing of large pages.
constexpr size_t kSmallRegions = 4;

}  // namespace

void BlockPool::Return::operator()(std::byte* block) const {
  if (pool_ == nullptr) {
    delete[] block;
    return;
  }
  const std::lock_guard lock(pool_->mutex_);
  pool_->idle_.push_back(block);
}

void BlockPool::Free::operator()(std::byte* region) const {
  ::operator delete[](region, std::align_val_t{kLargePage});
}

BlockPool::Block BlockPool::Take(size_t bytes) {
  if (bytes > kBlockBytes) return Block(new std::byte[bytes], Return());
  const std::lock_guard lock(mutex_);
  if (!idle_.empty()) {
    Block block(idle_.back(), Return(this));
    idle_.pop_back();
    return block;
  }
  if (left_ == 0) AddRegion();
  idle_.reserve(regions_.size() * (kRegionBytes / kBlockBytes));  // a return cannot fail
  left_ -= kBlockBytes;
  return Block(regions_.back().get() + left_, Return(this));
}

void BlockPool::AddRegion() {
  auto* region =
      static_cast<std::byte*>(::operator new[](kRegionBytes, std::align_val_t{kLargePage}));
  regions_.emplace_back(region);
  left_ = kRegionBytes;
  if (regions_.size() > kSmallRegions) madvise(region, kRegionBytes, MADV_HUGEPAGE);
}

}  // namespace conversion::funnel
