#include "core/model/reading.h"

#include <cerrno>
#include <optional>
#include <set>
#include <utility>

#include "absl/time/clock.h"

#include "core/dialect.h"
#include "core/model/inputs.h"
#include "core/plan/as_of.h"
#include "core/status.h"
#include "core/zone.h"

namespace madad::core {
namespace {

// A stream that keeps what its rows come from, and ends with its call.
struct GuardedStream {
  ArrowStream stream;
  std::shared_ptr<const World> world;
  std::shared_ptr<Adapter> adapter;
  CallContext call;
  std::string last_error;
};

GuardedStream& Of(ArrowArrayStream* stream) {
  return *static_cast<GuardedStream*>(stream->private_data);
}

int GetSchema(ArrowArrayStream* stream, ArrowSchema* out) {
  ArrowArrayStream* inner = Of(stream).stream.get();
  return inner->get_schema(inner, out);
}

int GetNext(ArrowArrayStream* stream, ArrowArray* out) {
  GuardedStream& guarded = Of(stream);
  *out = {};
  if (const absl::Status over = guarded.call.Check(); !over.ok()) {
    guarded.last_error = std::string(over.message());
    return ECANCELED;
  }
  ArrowArrayStream* inner = guarded.stream.get();
  return inner->get_next(inner, out);
}

const char* GetLastError(ArrowArrayStream* stream) {
  GuardedStream& guarded = Of(stream);
  if (!guarded.last_error.empty()) return guarded.last_error.c_str();
  return guarded.stream.get()->get_last_error(guarded.stream.get());
}

void Release(ArrowArrayStream* stream) {
  delete static_cast<GuardedStream*>(stream->private_data);
  *stream = {};
}

ArrowStream Guard(GuardedStream guarded) {
  ArrowArrayStream stream{};
  stream.get_schema = GetSchema;
  stream.get_next = GetNext;
  stream.get_last_error = GetLastError;
  stream.release = Release;
  stream.private_data = std::make_unique<GuardedStream>(std::move(guarded)).release();
  return ArrowStream(&stream);
}

// The tables of the inputs that no request carries, and where they are not there: why.
// The instance's own tables are not among them.
absl::StatusOr<std::set<std::string>> TablesRead(
    const ModelShape& shape, const World& world,
    const std::map<std::string, ArrowStream>& instead) {
  std::set<std::string> tables;
  for (const ModelInput& input : shape.inputs) {
    if (instead.contains(input.name) || !input.previous.empty()) continue;
    MADAD_ASSIGN_OR_RETURN(PlannedRows rows, PlanInput(world.catalog(), input, std::nullopt));
    MADAD_RETURN_IF_ERROR(PlaceRows(world.catalog(), world.snapshot(), rows).status());
    tables.merge(rows.AllTables());
  }
  return tables;
}

std::map<std::string, std::string> ContentsOf(const std::set<std::string>& tables,
                                              const World& world) {
  std::map<std::string, std::string> contents;
  for (const std::string& table : tables) {
    contents[table] = world.snapshot().tables.at(table).content;
  }
  return contents;
}

// How far the data is known, also of the tables that a request's rows stand for.
absl::StatusOr<std::optional<Timestamp>> KnownUntil(
    const ModelShape& shape, const World& world, std::set<std::string> tables,
    const std::map<std::string, ArrowStream>& instead) {
  for (const ModelInput& input : shape.inputs) {
    if (!instead.contains(input.name) || !input.previous.empty()) continue;
    MADAD_ASSIGN_OR_RETURN(const PlannedRows rows, PlanInput(world.catalog(), input, std::nullopt));
    tables.merge(rows.AllTables());
  }
  MADAD_ASSIGN_OR_RETURN(const AsOf as_of, FindAsOf({}, {}, tables, world));
  return as_of.instant;
}

}  // namespace

absl::StatusOr<ArrowStream> OpenInput(const ModelInput& input,
                                      const std::shared_ptr<const World>& world,
                                      std::optional<Timestamp> as_of, const CallContext& call) {
  MADAD_ASSIGN_OR_RETURN(PlannedRows rows, PlanInput(world->catalog(), input, as_of));
  MADAD_ASSIGN_OR_RETURN(std::shared_ptr<Adapter> adapter,
                         PlaceRows(world->catalog(), world->snapshot(), rows));
  MADAD_ASSIGN_OR_RETURN(ArrowStream stream,
                         adapter->Execute(adapter->dialect().Print(rows.scan), call));
  return Guard({std::move(stream), world, std::move(adapter), call, ""});
}

absl::StatusOr<std::map<std::string, std::string>> ContentsOf(const ModelShape& shape,
                                                              const World& world) {
  MADAD_ASSIGN_OR_RETURN(const std::set<std::string> tables, TablesRead(shape, world, {}));
  return ContentsOf(tables, world);
}

absl::StatusOr<ModelReading> OpenReading(const ModelShape& shape,
                                         const std::shared_ptr<const World>& world,
                                         const CallContext& call, const ProgressSink& progress,
                                         std::map<std::string, ArrowStream> instead) {
  ModelReading reading{.made_from = {.snapshot = world->snapshot().id, .at = absl::Now()}};
  MADAD_ASSIGN_OR_RETURN(const std::set<std::string> tables, TablesRead(shape, *world, instead));
  reading.made_from.contents = ContentsOf(tables, *world);
  reading.call.context = call;
  reading.call.progress = progress;
  MADAD_ASSIGN_OR_RETURN(reading.call.as_of, KnownUntil(shape, *world, tables, instead));
  MADAD_ASSIGN_OR_RETURN(reading.call.zone, FindZone(world->catalog().calendar.timezone));
  for (const ModelInput& input : shape.inputs) {
    const auto carried = instead.find(input.name);
    if (carried != instead.end()) {
      reading.inputs.push_back(Guard({std::move(carried->second), world, nullptr, call, ""}));
      continue;
    }
    MADAD_ASSIGN_OR_RETURN(reading.inputs.emplace_back(),
                           OpenInput(input, world, reading.call.as_of, call));
  }
  return reading;
}

}  // namespace madad::core
