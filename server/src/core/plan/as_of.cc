#include "core/plan/as_of.h"

#include <algorithm>

#include "core/plan/range.h"
#include "core/status.h"

namespace madad::core {
namespace {

std::optional<Timestamp> NewestEvent(const std::string& source, const World& world) {
  std::optional<Timestamp> newest;
  for (const auto& [name, data] : world.snapshot().tables) {
    const auto table = world.catalog().tables.find(name);
    if (table == world.catalog().tables.end() || table->second.source != source) continue;
    if (!data.newest_event) continue;
    newest = newest ? std::max(*newest, *data.newest_event) : *data.newest_event;
  }
  return newest;
}

}  // namespace

absl::StatusOr<AsOf> FindAsOf(const Query& query, const TimeAxis& axis,
                              const std::set<std::string>& tables, const World& world) {
  if (!query.as_of.empty()) {
    MADAD_ASSIGN_OR_RETURN(const Timestamp instant, ParseAsOf(query.as_of, axis));
    return AsOf{instant, true};
  }
  std::set<std::string> sources;
  for (const std::string& table : tables) {
    sources.insert(world.catalog().tables.at(table).source);
  }
  AsOf as_of;
  for (const std::string& source : sources) {
    const auto written = world.catalog().as_of.find(source);
    const bool is_set = written != world.catalog().as_of.end();
    const std::optional<Timestamp> known =
        is_set ? std::optional(written->second) : NewestEvent(source, world);
    as_of.is_set |= is_set;
    if (known) as_of.instant = as_of.instant ? std::min(*as_of.instant, *known) : *known;
  }
  return as_of;
}

}  // namespace madad::core
