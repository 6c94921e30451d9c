#include "core/model/run.h"

#include <cerrno>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/time/clock.h"

#include "core/dialect.h"
#include "core/model/inputs.h"
#include "core/plan/as_of.h"
#include "core/status.h"
#include "core/text.h"
#include "core/zone.h"

namespace madad::core {
namespace {

// Storing what a model made is the last part of its run.
constexpr double kShareOfComputing = 0.95;

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

absl::StatusOr<std::set<std::string>> TablesRead(const ModelShape& shape, const World& world) {
  std::set<std::string> tables;
  for (const ModelInput& input : shape.inputs) {
    MADAD_ASSIGN_OR_RETURN(PlannedRows rows, PlanInput(world.catalog(), input, std::nullopt));
    MADAD_RETURN_IF_ERROR(PlaceRows(world.catalog(), world.snapshot(), rows).status());
    tables.merge(rows.AllTables());
  }
  return tables;
}

std::vector<std::string> NamesOf(const ModelOutput& output) {
  std::vector<std::string> names;
  for (const ModelOutputColumn& column : output.columns) names.push_back(column.name);
  return names;
}

}  // namespace

absl::StatusOr<std::map<std::string, std::string>> ContentsOf(const ModelShape& shape,
                                                              const World& world) {
  MADAD_ASSIGN_OR_RETURN(const std::set<std::string> tables, TablesRead(shape, world));
  std::map<std::string, std::string> contents;
  for (const std::string& table : tables) {
    contents[table] = world.snapshot().tables.at(table).content;
  }
  return contents;
}

absl::StatusOr<MadeTables> RunModel(ModelInstance& instance, const std::vector<Table>& tables,
                                    const std::shared_ptr<const World>& world, ModelStore& store,
                                    int64_t max_rows, const CallContext& call,
                                    const ProgressSink& progress) {
  const ModelShape& shape = instance.shape();
  MadeFrom made_from{.snapshot = world->snapshot().id, .at = absl::Now()};
  MADAD_ASSIGN_OR_RETURN(made_from.contents, ContentsOf(shape, *world));
  std::set<std::string> read;
  for (const auto& [table, content] : made_from.contents) read.insert(table);
  MADAD_ASSIGN_OR_RETURN(const AsOf as_of, FindAsOf({}, {}, read, *world));
  MADAD_ASSIGN_OR_RETURN(const absl::TimeZone zone, FindZone(world->catalog().calendar.timezone));
  progress(0, "reading");
  std::vector<ArrowStream> inputs;
  for (const ModelInput& input : shape.inputs) {
    MADAD_ASSIGN_OR_RETURN(inputs.emplace_back(), OpenInput(input, world, as_of.instant, call));
  }
  const ModelCall model_call{.context = call,
                             .as_of = as_of.instant,
                             .zone = zone,
                             .progress = [&progress](double fraction, std::string_view step) {
                               progress(kShareOfComputing * fraction, step);
                             }};
  MADAD_ASSIGN_OR_RETURN(std::vector<ArrowStream> outputs,
                         instance.Compute(std::move(inputs), model_call));
  progress(kShareOfComputing, "storing");
  const std::string content =
      Cat(instance.parameters(), "\n",
          absl::StrJoin(made_from.contents, "\n", absl::PairFormatter("=")));
  MadeTables made;
  int64_t rows = 0;
  for (size_t i = 0; i < tables.size(); ++i) {
    MADAD_ASSIGN_OR_RETURN(TableData data,
                           store.Keep(tables[i], NamesOf(shape.outputs[i]), std::move(outputs[i]),
                                      max_rows - rows, call));
    rows += data.rows;
    data.newest_event = as_of.instant;
    data.made_from = made_from;
    data.content = content;
    made[tables[i].name] = std::move(data);
  }
  progress(1, "done");
  return made;
}

}  // namespace madad::core
