#include "rpc/models/score.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/status.h"
#include "core/text.h"
#include "rpc/answers/answer.h"
#include "rpc/convert_column.h"
#include "rpc/limits.h"
#include "rpc/models/convert_model.h"
#include "rpc/models/limits.h"
#include "rpc/models/row_chunks.h"
#include "rpc/models/run_model.h"
#include "rpc/parse_column.h"

namespace madad::rpc {
namespace {

absl::StatusOr<std::vector<core::SqlColumn>> ColumnsOf(const v1::ScoreRequest& message) {
  MADAD_RETURN_IF_ERROR(
      CheckSize(message.columns_size(), kMaxColumns, "TOO_MANY_COLUMNS", "columns"));
  std::vector<core::SqlColumn> columns;
  for (const v1::Column& column : message.columns()) {
    MADAD_ASSIGN_OR_RETURN(columns.emplace_back(), ParseColumnType(column));
  }
  return columns;
}

absl::Status CheckFirst(const v1::ScoreRequest& message) {
  MADAD_RETURN_IF_ERROR(CheckText(message.instance(), "instance"));
  if (!message.instance().empty()) return absl::OkStatus();
  return core::Error(absl::StatusCode::kInvalidArgument,
                     "the first message names no `instance` of the catalog",
                     {"INSTANCE_MISSING", {}, "instance"});
}

// Answers the messages of one call.
class Exchange {
 public:
  Exchange(core::ModelScorer& scorer, std::vector<core::SqlColumn> columns,
           const core::CallContext& call, StreamSink<v1::ScoreResponse>& sink)
      : scorer_(scorer), columns_(std::move(columns)), call_(call), sink_(sink) {}

  // Each answer goes out when the next part is known, so that the last can say so.
  absl::Status Answer(v1::ScoreRequest message) {
    MADAD_ASSIGN_OR_RETURN(std::vector<core::ResultColumn> rows, Parse(std::move(message)));
    std::optional<v1::ScoreResponse> waiting;
    RowChunks chunks(
        kChunkBytes,
        [&](const std::vector<core::ResultColumn>& columns, RowRange range) -> absl::Status {
          if (waiting) MADAD_RETURN_IF_ERROR(sink_.Write(*std::exchange(waiting, std::nullopt)));
          waiting = Part(columns, range);
          return absl::OkStatus();
        });
    MADAD_RETURN_IF_ERROR(chunks.Add(scorer_.columns()));
    if (!rows.empty() && rows.front().size() > 0) {
      MADAD_RETURN_IF_ERROR(
          scorer_.Score(std::move(rows), call_, [&chunks](std::vector<core::ResultColumn> scored) {
            return chunks.Add(std::move(scored));
          }));
    }
    MADAD_RETURN_IF_ERROR(chunks.Finish());
    waiting->set_last(true);
    return sink_.Write(*std::move(waiting));
  }

 private:
  absl::StatusOr<std::vector<core::ResultColumn>> Parse(v1::ScoreRequest message) const {
    if (message.columns_size() != static_cast<int>(columns_.size())) return Changed();
    std::vector<core::ResultColumn> rows;
    for (int i = 0; i < message.columns_size(); ++i) {
      MADAD_ASSIGN_OR_RETURN(
          rows.emplace_back(),
          ParseColumn(std::move(*message.mutable_columns(i)), message.row_count()));
      const core::SqlColumn& known = columns_[static_cast<size_t>(i)];
      const core::ResultColumn& came = rows.back();
      const bool is_same =
          came.name == known.name && came.type == known.type && came.scale == known.scale;
      if (!is_same) return Changed();
    }
    return rows;
  }

  static absl::Status Changed() {
    return core::Error(absl::StatusCode::kInvalidArgument,
                       "the message's columns are not those of the first; every message has the "
                       "same names and types, in the same order",
                       {"SCORE_COLUMNS_CHANGED", {}, "columns"});
  }

  v1::ScoreResponse Part(const std::vector<core::ResultColumn>& columns, RowRange range) {
    v1::ScoreResponse part;
    for (const core::ResultColumn& column : columns) ToColumn(column, range, *part.add_columns());
    part.set_row_count(static_cast<int64_t>(range.end - range.begin));
    if (std::exchange(is_first_, false)) {
      if (const auto* version = scorer_.version()) *part.mutable_version() = ToVersion(*version);
      part.set_snapshot(scorer_.snapshot());
    }
    return part;
  }

  core::ModelScorer& scorer_;
  const std::vector<core::SqlColumn> columns_;
  const core::CallContext& call_;
  StreamSink<v1::ScoreResponse>& sink_;
  bool is_first_ = true;
};

}  // namespace

absl::Status ScoreRows(const Backend& backend, const core::CallContext& call,
                       StreamSource<v1::ScoreRequest>& source,
                       StreamSink<v1::ScoreResponse>& sink) {
  if (backend.models == nullptr) return NoModels();
  MADAD_ASSIGN_OR_RETURN(std::optional<v1::ScoreRequest> message, source.Read());
  if (!message) return absl::OkStatus();
  MADAD_RETURN_IF_ERROR(CheckFirst(*message));
  MADAD_ASSIGN_OR_RETURN(std::vector<core::SqlColumn> columns, ColumnsOf(*message));
  MADAD_ASSIGN_OR_RETURN(const std::unique_ptr<core::ModelScorer> scorer,
                         backend.models->OpenScorer(message->instance(), columns, call));
  Exchange exchange(*scorer, std::move(columns), call, sink);
  while (message) {
    MADAD_RETURN_IF_ERROR(exchange.Answer(*std::move(message)));
    MADAD_ASSIGN_OR_RETURN(message, source.Read());
  }
  return absl::OkStatus();
}

}  // namespace madad::rpc
