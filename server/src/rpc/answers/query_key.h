// When two queries are the same.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/query.h"
#include "core/world.h"

namespace madad::rpc {

// Returns a text that two queries share only when `catalog` gives them the same
// answer over the same data. What a query leaves to the catalog is filled in.
std::string QueryKey(const core::Query& query, const core::Catalog& catalog);

// Numbers for definitions: the same for the same, never used again for others,
// though those may be at the same address.
// Thread: one at a time.
class DefinitionsNumbers {
 public:
  uint64_t Of(const std::shared_ptr<const core::Definitions>& definitions);

 private:
  uint64_t last_ = 0;
  std::vector<std::pair<std::weak_ptr<const core::Definitions>, uint64_t>> known_;
};

}  // namespace madad::rpc
