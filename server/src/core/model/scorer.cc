#include "core/model/scorer.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_join.h"

#include "core/arrow_reader.h"
#include "core/arrow_writer.h"
#include "core/model/inputs.h"
#include "core/model/reading.h"
#include "core/status.h"
#include "core/suggest.h"
#include "core/text.h"

namespace madad::core {
namespace {

// About what a message of a stream carries.
constexpr size_t kRowsOfChunk = 4096;

// The rows of a request, to Arrow.
class RequestRows : public RowSource {
 public:
  explicit RequestRows(std::vector<ResultColumn> rows) : rows_(std::move(rows)) {}

  absl::StatusOr<bool> Next(RowBatch& batch) override {
    for (size_t i = 0; i < rows_.size(); ++i) Fill(rows_[i], batch[i]);
    return false;
  }

 private:
  static void Append(int64_t value, BatchColumn& to) {
    if (to.column().type == Type::kDecimal) return to.Decimal(value);
    to.Int(value);
  }
  static void Append(double value, BatchColumn& to) { to.Double(value); }
  static void Append(const std::string& value, BatchColumn& to) { to.Text(value); }

  static void Fill(const ResultColumn& from, BatchColumn& to) {
    std::visit(
        [&](const auto& values) {
          for (size_t row = 0; row < values.size(); ++row) {
            if (from.valid[row] == 0) {
              to.Null();
            } else {
              Append(values[row], to);
            }
          }
        },
        from.values);
  }

  const std::vector<ResultColumn> rows_;
};

class Scorer : public ModelScorer {
 public:
  explicit Scorer(ScorerParts parts) : parts_(std::move(parts)) {
    for (const ModelOutputColumn& made : parts_.instance->shape().outputs.front().columns) {
      const Column& known = parts_.output.columns.at(made.name);
      ResultColumn& column = columns_.emplace_back();
      column.name = made.name;
      column.role = ColumnRole::kDimension;
      column.type = known.type;
      column.scale = known.type == Type::kDecimal ? known.scale : 0;
      column.values = EmptyValues(known.type);
    }
  }

  const ArtifactVersion* version() const override {
    return parts_.artifact ? &parts_.artifact->version : nullptr;
  }
  const std::string& snapshot() const override { return parts_.world->snapshot().id; }
  const std::vector<ResultColumn>& columns() const override { return columns_; }

  absl::Status Score(std::vector<ResultColumn> rows, const CallContext& call,
                     const RowsSink& sink) override {
    ModelInstance& instance = *parts_.instance;
    std::map<std::string, ArrowStream> instead;
    instead[RequestInput(instance.shape())->name] =
        StreamOf(parts_.columns, std::make_unique<RequestRows>(std::move(rows)));
    MADAD_ASSIGN_OR_RETURN(ModelReading reading,
                           OpenReading(
                               instance.shape(), parts_.world, call,
                               [](double, std::string_view) {}, std::move(instead)));
    MADAD_ASSIGN_OR_RETURN(
        std::vector<ArrowStream> outputs,
        parts_.artifact
            ? instance.Apply(parts_.artifact->bytes, std::move(reading.inputs), reading.call)
            : instance.Compute(std::move(reading.inputs), reading.call));
    return Send(std::move(outputs.front()), call, sink);
  }

 private:
  absl::Status Send(ArrowStream output, const CallContext& call, const RowsSink& sink) const {
    MADAD_ASSIGN_OR_RETURN(ArrowBatches batches,
                           ArrowBatches::Open(std::move(output), columns_.size()));
    std::vector<ResultColumn> chunk = columns_;
    for (int64_t more = 0; more >= 0;) {
      MADAD_RETURN_IF_ERROR(call.Check());
      MADAD_ASSIGN_OR_RETURN(more, batches.Next(chunk));
      if (more >= 0 && chunk.front().size() < kRowsOfChunk) continue;
      if (chunk.front().size() > 0) {
        MADAD_RETURN_IF_ERROR(sink(std::exchange(chunk, columns_)));
      }
    }
    return absl::OkStatus();
  }

  const ScorerParts parts_;
  std::vector<ResultColumn> columns_;
};

std::string TypeText(const SqlColumn& column) {
  return column.type == Type::kDecimal
             ? Cat("decimal of ", column.scale, column.scale == 1 ? " digit" : " digits",
                   " after the point")
             : std::string(TypeName(column.type));
}

// What is wrong with a column of the request; "" for nothing.
std::string ColumnProblem(const SqlColumn& column, const std::vector<RequestColumn>& expected) {
  std::vector<std::string> names;
  for (const RequestColumn& known : expected) {
    names.push_back(known.column.name);
    if (known.column.name != column.name) continue;
    const bool same = known.column.type == column.type &&
                      (column.type != Type::kDecimal || known.column.scale == column.scale);
    return same ? ""
                : Cat("'", column.name, "' is ", TypeText(column), ", expected ",
                      TypeText(known.column));
  }
  return Cat("'", column.name, "' is not one of its columns", DidYouMean(column.name, names));
}

}  // namespace

const ModelInput* RequestInput(const ModelShape& shape) {
  const auto found = std::find_if(shape.inputs.begin(), shape.inputs.end(),
                                  [](const ModelInput& input) { return input.from_request; });
  return found == shape.inputs.end() ? nullptr : &*found;
}

absl::StatusOr<std::vector<RequestColumn>> RequestColumns(const Catalog& catalog,
                                                          const ModelInput& input) {
  MADAD_ASSIGN_OR_RETURN(const PlannedRows rows, PlanInput(catalog, input, std::nullopt));
  std::vector<RequestColumn> columns;
  for (const SqlColumn& column : rows.scan.columns) {
    const auto declared =
        std::find_if(input.columns.begin(), input.columns.end(),
                     [&](const ModelInputColumn& one) { return one.name == column.name; });
    columns.push_back({column, declared != input.columns.end() && declared->optional});
  }
  return columns;
}

absl::Status CheckRequestColumns(const std::vector<RequestColumn>& expected,
                                 const std::vector<SqlColumn>& columns) {
  std::vector<std::string> problems;
  std::set<std::string> given;
  for (const SqlColumn& column : columns) {
    const std::string problem = given.insert(column.name).second
                                    ? ColumnProblem(column, expected)
                                    : Cat("'", column.name, "' is there twice");
    if (!problem.empty()) problems.push_back(problem);
  }
  for (const RequestColumn& known : expected) {
    if (known.optional || given.contains(known.column.name)) continue;
    problems.push_back(Cat("'", known.column.name, "' (", TypeText(known.column), ") is missing"));
  }
  if (problems.empty()) return absl::OkStatus();
  return Error(absl::StatusCode::kInvalidArgument,
               Cat("the rows' columns are not those of the model: ", absl::StrJoin(problems, "; ")),
               {"SCORE_COLUMNS", {{"problems", Cat(problems.size())}}, "columns"});
}

std::unique_ptr<ModelScorer> MakeScorer(ScorerParts parts) {
  return std::make_unique<Scorer>(std::move(parts));
}

}  // namespace madad::core
