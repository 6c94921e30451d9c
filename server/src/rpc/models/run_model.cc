#include "rpc/models/run_model.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"

#include "core/names.h"
#include "core/status.h"
#include "core/text.h"
#include "rpc/convert_types.h"
#include "rpc/models/convert_model.h"
#include "rpc/models/json.h"
#include "rpc/models/limits.h"
#include "rpc/models/read_rows.h"

namespace madad::rpc {
namespace {

using Sink = StreamSink<v1::RunModelResponse>;

// Sends progress that a person would notice.
// Thread: any.
class ProgressSender {
 public:
  explicit ProgressSender(Sink& sink) : sink_(sink) {}

  void Send(double fraction, std::string_view step) {
    {
      const std::lock_guard lock(mutex_);
      if (step == step_ && std::abs(fraction - fraction_) < kNoticed) return;
      step_ = std::string(step);
      fraction_ = fraction;
    }
    v1::RunModelResponse message;
    *message.mutable_progress() = ToProgress(fraction, step);
    sink_.Offer(std::move(message));
  }

 private:
  static constexpr double kNoticed = 0.005;

  Sink& sink_;
  std::mutex mutex_;
  std::string step_;
  double fraction_ = -1;
};

core::ProgressSink SinkOf(ProgressSender& sender) {
  return [&sender](double fraction, std::string_view step) { sender.Send(fraction, step); };
}

absl::Status SendInstance(const v1::RunModelRequest& request, const Backend& backend,
                          const core::CallContext& call, Sink& sink) {
  const absl::Time start = absl::Now();
  ProgressSender progress(sink);
  MADAD_ASSIGN_OR_RETURN(const bool ran, backend.models->Run(request.instance(), request.force(),
                                                             call, SinkOf(progress)));
  v1::RunModelResponse message;
  v1::ModelOutcome& outcome = *message.mutable_outcome();
  outcome.set_ran(ran);
  for (const core::ModelState& instance : backend.models->instances()) {
    if (instance.use.name != request.instance()) continue;
    for (const std::string& table : instance.tables) outcome.add_tables(table);
    *outcome.mutable_parameters() = ToStruct(instance.parameters);
    outcome.set_snapshot(instance.snapshot);
    outcome.set_row_count(instance.rows);
    if (ran) outcome.set_training(instance.training);
  }
  *outcome.mutable_elapsed() = ToDuration(absl::Now() - start);
  return sink.Write(std::move(message));
}

// The tables whose rows are sent.
absl::StatusOr<std::vector<std::string>> TablesOf(const v1::AdHocRun& run,
                                                  const std::vector<std::string>& made) {
  if (run.tables().empty()) return made;
  for (const std::string& table : run.tables()) {
    if (std::find(made.begin(), made.end(), table) != made.end()) continue;
    return core::Error(absl::StatusCode::kInvalidArgument,
                       core::Cat("model '", run.model(), "' has no output '", table, "'",
                                 core::Instead(table, made)),
                       {"TABLE_UNKNOWN", {{"table", table}}, "ad_hoc.tables"});
  }
  return std::vector<std::string>(run.tables().begin(), run.tables().end());
}

absl::StatusOr<std::string> ParametersOf(const v1::AdHocRun& run) {
  constexpr char kField[] = "ad_hoc.parameters";
  if (run.parameters_json().empty()) return ToJson(run.parameters(), kField);
  if (run.has_parameters()) {
    return core::Error(absl::StatusCode::kInvalidArgument,
                       "a run has either `parameters` or `parameters_json`, not both",
                       {"PARAMETERS_TWICE", {}, kField});
  }
  MADAD_RETURN_IF_ERROR(ToStruct(run.parameters_json(), "ad_hoc.parameters_json").status());
  return run.parameters_json();
}

v1::RunModelResponse OutcomeOf(const core::ModelControl::Outcome& made, absl::Duration elapsed) {
  v1::RunModelResponse message;
  v1::ModelOutcome& outcome = *message.mutable_outcome();
  outcome.set_ran(true);
  int64_t rows = 0;
  for (const std::string& table : made.table_names) {
    outcome.add_tables(table);
    rows += made.world->snapshot().tables.at(table).rows;
  }
  *outcome.mutable_parameters() = ToStruct(made.parameters);
  outcome.set_snapshot(made.world->snapshot().id);
  outcome.set_row_count(rows);
  *outcome.mutable_elapsed() = ToDuration(elapsed);
  return message;
}

absl::Status SendAdHoc(const v1::AdHocRun& run, const Backend& backend,
                       const core::CallContext& call, Sink& sink) {
  const absl::Time start = absl::Now();
  MADAD_ASSIGN_OR_RETURN(const std::string parameters, ParametersOf(run));
  const int64_t max_rows =
      run.max_rows() == 0 ? kMaxAdHocRows : std::min(run.max_rows(), kMaxAdHocRows);
  ProgressSender progress(sink);
  MADAD_ASSIGN_OR_RETURN(const core::ModelControl::Outcome made,
                         backend.models->RunOnce(run.model(), parameters, max_rows,
                                                 BoundedRun(call), SinkOf(progress)));
  MADAD_ASSIGN_OR_RETURN(const std::vector<std::string> tables, TablesOf(run, made.table_names));
  MADAD_RETURN_IF_ERROR(sink.Write(OutcomeOf(made, absl::Now() - start)));
  for (const std::string& table : tables) {
    MADAD_RETURN_IF_ERROR(
        ReadChunks({.table = table, .limit = run.row_limit()}, *made.world, call,
                   [&](const std::vector<core::ResultColumn>& columns, RowRange rows) {
                     v1::RunModelResponse message;
                     *message.mutable_rows() = ToTableRows(table, columns, rows);
                     return sink.Write(std::move(message));
                   }));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status NoModels() {
  return core::Error(absl::StatusCode::kUnimplemented, "this server runs no models",
                     {"MODELS_OFF", {}, ""});
}

core::CallContext BoundedRun(const core::CallContext& call) {
  core::CallContext bounded = call;
  bounded.deadline = std::min(call.deadline, absl::Now() + kLongestRun);
  return bounded;
}

absl::Status SendRun(const v1::RunModelRequest& request, const Backend& backend,
                     const core::CallContext& call, StreamSink<v1::RunModelResponse>& sink) {
  MADAD_RETURN_IF_ERROR(call.Check());
  MADAD_RETURN_IF_ERROR(CheckLimits(request));
  if (backend.models == nullptr) return NoModels();
  if (request.has_ad_hoc()) return SendAdHoc(request.ad_hoc(), backend, call, sink);
  return SendInstance(request, backend, call, sink);
}

}  // namespace madad::rpc
