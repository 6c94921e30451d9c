// Which relations of a file have row ids.
#pragma once

#include <mutex>
#include <set>
#include <string>

namespace madad::adapters::sqlite {

// Filled where relations are looked at, read where they are printed: an error
// about a value can then say which row holds it.
// Thread: any, at the same time.
class RowidTables {
 public:
  void Set(const std::string& relation, bool has_rowid) {
    const std::lock_guard lock(mutex_);
    if (has_rowid) {
      relations_.insert(relation);
    } else {
      relations_.erase(relation);
    }
  }
  bool Has(const std::string& relation) const {
    const std::lock_guard lock(mutex_);
    return relations_.contains(relation);
  }

 private:
  mutable std::mutex mutex_;
  std::set<std::string> relations_;
};

}  // namespace madad::adapters::sqlite
