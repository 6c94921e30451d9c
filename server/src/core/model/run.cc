#include "core/model/run.h"

#include <utility>

#include "absl/strings/str_join.h"

#include "core/model/previous.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

// Storing what a model made is the last part of its run.
constexpr double kShareOfComputing = 0.95;

std::vector<std::string> NamesOf(const ModelOutput& output) {
  std::vector<std::string> names;
  for (const ModelOutputColumn& column : output.columns) names.push_back(column.name);
  return names;
}

// Equal for tables that are made the same way of the same.
std::string ContentOf(const ModelInstance& instance, const MadeFrom& made_from) {
  return Cat(instance.parameters(), "\n",
             absl::StrJoin(made_from.contents, "\n", absl::PairFormatter("=")),
             made_from.artifact.empty() ? "" : "\nartifact ", made_from.artifact);
}

}  // namespace

ProgressSink PartOf(const ProgressSink& progress, double begin, double end) {
  return [&progress, begin, end](double fraction, std::string_view step) {
    progress(begin + (end - begin) * fraction, step);
  };
}

absl::StatusOr<MadeTables> RunModel(ModelInstance& instance, const Artifact* artifact,
                                    const std::vector<Table>& tables,
                                    const std::shared_ptr<const World>& world, ModelStore& store,
                                    int64_t max_rows, const CallContext& call,
                                    const ProgressSink& progress) {
  progress(0, "reading");
  MADAD_ASSIGN_OR_RETURN(auto previous, OpenPrevious(instance.shape(), tables, world, call));
  MADAD_ASSIGN_OR_RETURN(ModelReading reading,
                         OpenReading(instance.shape(), world, call,
                                     PartOf(progress, 0, kShareOfComputing), std::move(previous)));
  if (artifact != nullptr) reading.made_from.artifact = artifact->version.digest;
  MADAD_ASSIGN_OR_RETURN(
      std::vector<ArrowStream> outputs,
      artifact == nullptr
          ? instance.Compute(std::move(reading.inputs), reading.call)
          : instance.Apply(artifact->bytes, std::move(reading.inputs), reading.call));
  progress(kShareOfComputing, "storing");
  const std::string content = ContentOf(instance, reading.made_from);
  MadeTables made;
  int64_t rows = 0;
  for (size_t i = 0; i < tables.size(); ++i) {
    MADAD_ASSIGN_OR_RETURN(TableData data,
                           store.Keep(tables[i], NamesOf(instance.shape().outputs[i]),
                                      std::move(outputs[i]), max_rows - rows, call));
    rows += data.rows;
    data.newest_event = reading.call.as_of;
    data.made_from = reading.made_from;
    data.content = content;
    made[tables[i].name] = std::move(data);
  }
  progress(1, "done");
  return made;
}

}  // namespace madad::core
