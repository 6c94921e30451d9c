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
    // A rate is no event.
    if (world.catalog().rates && world.catalog().rates->table == name) continue;
    if (!data.newest_event) continue;
    newest = newest ? std::max(*newest, *data.newest_event) : *data.newest_event;
  }
  return newest;
}

// How far what a model read was known when it made `table`.
std::optional<Timestamp> KnownUpTo(const std::string& table, const World& world) {
  const auto data = world.snapshot().tables.find(table);
  return data == world.snapshot().tables.end() ? std::nullopt : data->second.newest_event;
}

void Lower(std::optional<Timestamp> known, AsOf& as_of) {
  if (known) as_of.instant = as_of.instant ? std::min(*as_of.instant, *known) : *known;
}

}  // namespace

absl::StatusOr<AsOf> FindAsOf(const Query& query, const TimeAxis& axis,
                              const std::set<std::string>& tables, const World& world) {
  AsOf as_of;
  std::set<std::string> sources;
  for (const std::string& name : tables) {
    const Table& table = world.catalog().tables.at(name);
    if (table.model.empty()) {
      sources.insert(table.source);
    } else {
      Lower(KnownUpTo(name, world), as_of);
    }
  }
  for (const std::string& source : sources) {
    const auto written = world.catalog().as_of.find(source);
    const bool is_set = written != world.catalog().as_of.end();
    const std::optional<Timestamp> known =
        is_set ? std::optional(written->second) : NewestEvent(source, world);
    as_of.is_set |= is_set;
    Lower(known, as_of);
  }
  as_of.known = as_of.instant;
  if (query.as_of.empty()) return as_of;
  MADAD_ASSIGN_OR_RETURN(as_of.instant, ParseAsOf(query.as_of, axis));
  as_of.is_set = true;
  return as_of;
}

}  // namespace madad::core
