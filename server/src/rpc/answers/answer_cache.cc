#include "rpc/answers/answer_cache.h"

#include <iterator>
#include <utility>

namespace madad::rpc {
namespace {

// What an entry takes beside key and answer: nodes of the list and the index.
constexpr size_t kEntryBytes = 160;

}  // namespace

AnswerPtr AnswerCache::Find(std::string_view key, absl::Time now) {
  const auto found = index_.find(key);
  // One that is past goes when a newer one comes, or room is needed.
  if (found == index_.end() || found->second->answer->good_until() <= now) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->answer;
}

std::vector<AnswerPtr> AnswerCache::Put(const std::string& key, AnswerPtr answer, absl::Time now) {
  std::vector<AnswerPtr> dropped;
  const size_t bytes = kEntryBytes + key.size() + answer->byte_size();
  if (bytes > max_bytes_ / 4 || answer->good_until() <= now) return dropped;
  if (const auto old = index_.find(key); old != index_.end()) Drop(old->second, dropped);
  while (byte_size_ + bytes > max_bytes_) Drop(std::prev(entries_.end()), dropped);
  entries_.push_front({key, std::move(answer), bytes});
  index_.emplace(entries_.front().key, entries_.begin());
  byte_size_ += bytes;
  return dropped;
}

void AnswerCache::Drop(std::list<Entry>::iterator entry, std::vector<AnswerPtr>& dropped) {
  byte_size_ -= entry->bytes;
  dropped.push_back(std::move(entry->answer));
  index_.erase(entry->key);
  entries_.erase(entry);
}

}  // namespace madad::rpc
