// What a model is: code that reads relations and makes tables.
//
// A plugin declares models; the catalog names instances of them (`ModelUse`),
// each with parameters of its own. Every output of an instance is a table like
// any other. Core knows of the code only what `ModelCode` says.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "core/adapter.h"
#include "core/metric.h"
#include "core/query.h"
#include "core/value.h"

namespace madad::core {

// A column that a model reads. Exactly one of `value` and `dimension` is set.
struct ModelInputColumn {
  std::string name;          // what the model calls it
  std::string value;         // expression over the relation's columns and `join.column`
  std::string dimension;     // or a dimension of the relation
  std::optional<Type> type;  // refused when the catalog's differs; not set: any
  // Left out where the catalog has no such column or dimension.
  bool optional = false;
};

// A relation that a model reads.
struct ModelInput {
  std::string name;
  std::string table;  // logical table
  // Instead of a table: the stage entries of this entity, from its event table
  // `<entity>_stage_events` or else from the stages that the catalog lists. It
  // has the columns entity_id, stage, entered_at, sequence, amount and
  // probability (null where there are none), and the dimensions of its rows.
  std::string stage_log;
  // Instead of a table: what the instance's last run made of this output. No rows
  // where there was none. Its columns' values are names of the output's columns.
  std::string previous;
  std::vector<ModelInputColumn> columns;
  std::string filter;              // condition over the relation's columns; empty: all rows
  std::vector<std::string> order;  // names of columns above, ascending; nulls last
  // A request may carry its rows instead of the table, to have them scored.
  bool from_request = false;
};

// A column that a model makes.
struct ModelOutputColumn {
  std::string name;
  Type type = Type::kDouble;
  int32_t scale = 0;  // of a decimal
  // Instead of a type: that of the input column `input.column`.
  std::string like;
  std::string description;
};

// A table that a model makes.
struct ModelOutput {
  std::string name;
  std::string entity;      // what a row is about; joins the table of that entity by `entity_key`
  std::string entity_key;  // column that holds the entity's key; empty: `key`
  std::string key;         // unique, without nulls; empty: rows have none
  std::vector<ModelOutputColumn> columns;
};

// What an instance reads and makes. The first output is the instance's main table.
struct ModelShape {
  std::vector<ModelInput> inputs;
  std::vector<ModelOutput> outputs;
  // It learns: `Train` makes an artifact, `Apply` makes its tables with one.
  // Without it, `Compute` makes them.
  bool trained = false;
};

struct ModelDefinition {
  std::string id;  // plugin.name
  std::string plugin;
  std::string plugin_version;
  std::map<std::string, std::string> labels;
  std::string description;
  std::string parameters;  // JSON Schema of an object, with defaults
};

// Under which a model computes.
struct ModelCall {
  CallContext context;
  std::optional<Timestamp> as_of;             // how far the data that it reads is known
  absl::TimeZone zone = absl::UTCTimeZone();  // in which the catalog cuts days
  // How far it is (0 to 1), with a word for a person. Thread: any.
  std::function<void(double fraction, std::string_view text)> progress = [](double,
                                                                            std::string_view) {};
};

// The bytes of an artifact. Shared: a call that was given up may still read them.
using ArtifactBytes = std::shared_ptr<const std::string>;

// What a training made.
struct TrainedModel {
  std::string artifact;  // bytes that only the plugin understands
  std::string report;    // JSON object: the figures of its quality
  // Whether it is to serve instead of the one that served, and why (or why not).
  bool replaces = true;
  std::string reason;
};

// A configured model.
// Thread: one call at a time.
class ModelInstance {
 public:
  virtual ~ModelInstance() = default;
  virtual const ModelShape& shape() const = 0;
  // Its parameters as a JSON object, defaults filled in, members in order of
  // name: equal text for equal parameters.
  virtual const std::string& parameters() const = 0;
  // Returns a stream for each output, in order. `inputs` are in the shape's
  // order, each with the columns that were found (a name says which).
  // The streams may be read after the instance is gone.
  // Errors: the model's own; MODEL_THREW; DEADLINE_EXCEEDED (MODEL_STUCK) when
  // it ignores the end of its call: it goes on by itself, and the model is
  // refused (UNAVAILABLE) until it has returned.
  virtual absl::StatusOr<std::vector<ArrowStream>> Compute(std::vector<ArrowStream> inputs,
                                                           const ModelCall& call) = 0;
  // Of a model that learns: returns an artifact made from `inputs`. `previous` is
  // the artifact that serves now, so that both are judged on the same rows; null:
  // there is none.
  // Errors: those of `Compute`; INTERNAL (MODEL_OUTPUT_INVALID) for an artifact
  // that is none.
  virtual absl::StatusOr<TrainedModel> Train(std::vector<ArrowStream> inputs,
                                             ArtifactBytes previous, const ModelCall& call);
  // The same as `Compute`, by `artifact`. Errors: those of `Compute`.
  virtual absl::StatusOr<std::vector<ArrowStream>> Apply(ArtifactBytes artifact,
                                                         std::vector<ArrowStream> inputs,
                                                         const ModelCall& call);
};

inline absl::StatusOr<TrainedModel> ModelInstance::Train(std::vector<ArrowStream>, ArtifactBytes,
                                                         const ModelCall&) {
  return absl::UnimplementedError("the model does not learn");
}
inline absl::StatusOr<std::vector<ArrowStream>> ModelInstance::Apply(ArtifactBytes,
                                                                     std::vector<ArrowStream>,
                                                                     const ModelCall&) {
  return absl::UnimplementedError("the model does not learn");
}

// The models of all plugins.
// Thread: any, at the same time.
class ModelCode {
 public:
  virtual ~ModelCode() = default;
  virtual const std::vector<ModelDefinition>& models() const = 0;
  // Returns an instance of the model `id` with `parameters`, a JSON object.
  // Errors: NOT_FOUND (MODEL_UNKNOWN, with the nearest ids), INVALID_ARGUMENT
  // (PARAMETER_INVALID, naming the parameter), the plugin's own.
  virtual absl::StatusOr<std::unique_ptr<ModelInstance>> Create(std::string_view id,
                                                                std::string_view parameters) = 0;
};

// When an instance runs by itself.
enum class ModelRefresh : uint8_t { kOnChange, kManual };

// An instance that the catalog names; its main table has its name, further
// outputs are `<name>_<output>`.
struct ModelUse {
  std::string name;
  std::string model;              // plugin.name
  std::string parameters = "{}";  // JSON object
  ModelRefresh refresh = ModelRefresh::kOnChange;
  int64_t refresh_micros = 0;            // at most once in this time
  int64_t timeout_micros = 600'000'000;  // of a run
  int64_t max_rows = 100'000'000;        // of its outputs together
  // Set by `AddModelTables`: with its parameters, defaults filled in.
  ModelShape shape;
  std::string all_parameters;
};

}  // namespace madad::core
