// Answers kept for the next time they are asked for.
#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rpc/answers/answer.h"

namespace madad::rpc {

// The answers used last, within a limit of bytes.
// Thread: one at a time.
class AnswerCache {
 public:
  // 0: keeps nothing.
  explicit AnswerCache(size_t max_bytes) : max_bytes_(max_bytes) {}
  AnswerCache(const AnswerCache&) = delete;
  AnswerCache& operator=(const AnswerCache&) = delete;

  // Returns the answer of `key`, or null: also for one that is not good at `now` any more.
  AnswerPtr Find(std::string_view key, absl::Time now);

  // Keeps `answer` unless it is not good at `now` or would take more than a quarter of the limit.
  // Returns what had to go, so that the caller can destroy it without a lock.
  std::vector<AnswerPtr> Put(const std::string& key, AnswerPtr answer, absl::Time now);

  size_t byte_size() const { return byte_size_; }
  size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::string key;
    AnswerPtr answer;
    size_t bytes = 0;
  };

  void Drop(std::list<Entry>::iterator entry, std::vector<AnswerPtr>& dropped);

  const size_t max_bytes_;
  size_t byte_size_ = 0;
  std::list<Entry> entries_;                                                // last used first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> index_;  // by the entry's key
};

}  // namespace madad::rpc
