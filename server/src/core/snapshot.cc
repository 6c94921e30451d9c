#include "core/snapshot.h"

#include <algorithm>

namespace madad::core {

bool IsStale(const TableData& table, const Snapshot& snapshot) {
  if (!table.made_from) return false;
  const auto& contents = table.made_from->contents;
  return std::any_of(contents.begin(), contents.end(), [&](const auto& made) {
    const auto now = snapshot.tables.find(made.first);
    return now == snapshot.tables.end() || now->second.content != made.second;
  });
}

}  // namespace madad::core
