#include "cli/model/run.h"

#include <optional>

#include "cli/progress/bar.h"

namespace madad::cli {
namespace {

// Takes what a run says.
class Receiver {
 public:
  Receiver(ModelRun& run, ProgressLine& line) : run_(run), line_(line) {}

  // False when nothing more is wanted.
  bool Take(v1::RunModelResponse message) {
    if (message.has_progress()) {
      line_.Show(message.progress().fraction(), message.progress().step());
    } else if (message.has_outcome()) {
      run_.outcome = std::move(*message.mutable_outcome());
    } else if (message.has_rows()) {
      TakeRows(*message.mutable_rows());
    }
    return !fault_.has_value();
  }

  const std::optional<client::Error>& fault() const { return fault_; }

 private:
  void TakeRows(v1::TableRows& rows) {
    if (run_.tables.empty() || run_.tables.back().first != rows.table()) {
      run_.tables.emplace_back(rows.table(), Rows());
    }
    fault_ = run_.tables.back().second.Add(std::move(*rows.mutable_columns()), rows.row_count());
  }

  ModelRun& run_;
  ProgressLine& line_;
  std::optional<client::Error> fault_;
};

// Reads the rows of an instance's main table.
std::optional<client::Error> ReadMain(const client::Client& client, int64_t limit, ModelRun& run) {
  if (run.outcome.tables().empty()) return std::nullopt;
  v1::ReadRowsRequest request;
  request.set_table(run.outcome.tables(0));
  request.set_limit(limit);
  Rows& rows = run.tables.emplace_back(request.table(), Rows()).second;
  std::optional<client::Error> fault;
  const auto error = client.ReadRows(request, [&](v1::ReadRowsResponse message) {
    fault = rows.Add(std::move(*message.mutable_columns()), message.row_count());
    return !fault.has_value();
  });
  return error ? error : fault;
}

}  // namespace

client::Result<ModelRun> RunModel(const v1::RunModelRequest& request, int64_t limit,
                                  const client::Client& client, const Terminal& terminal) {
  ModelRun run;
  run.name = request.has_ad_hoc() ? request.ad_hoc().model() : request.instance();
  v1::RunModelRequest limited = request;
  if (request.has_ad_hoc()) limited.mutable_ad_hoc()->set_row_limit(limit);
  ProgressLine line(terminal);
  Receiver receiver(run, line);
  const auto error = client.RunModel(limited, [&receiver](v1::RunModelResponse message) {
    return receiver.Take(std::move(message));
  });
  line.Clear();
  if (error) return *error;
  if (receiver.fault()) return *receiver.fault();
  if (request.has_ad_hoc()) return run;
  if (const auto fault = ReadMain(client, limit, run)) return *fault;
  return run;
}

}  // namespace madad::cli
