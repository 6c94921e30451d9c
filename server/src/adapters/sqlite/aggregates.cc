// Aggregates that SQLite lacks, or that lose something there.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <new>
#include <vector>

#include "adapters/sql/batch.h"
#include "adapters/sqlite/functions.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::sqlite {
namespace {

// What the percentiles of one statement may hold.
constexpr size_t kMostHeldBytes = size_t{1} << 30;

// The state of one group, made with its first row.
template <typename Group>
Group* GroupOf(sqlite3_context* context) {
  auto** slot = static_cast<Group**>(sqlite3_aggregate_context(context, sizeof(Group*)));
  if (slot == nullptr) return nullptr;
  if (*slot == nullptr) *slot = new Group();
  return *slot;
}

// Takes the state of a group; null when it had no rows.
template <typename Group>
std::unique_ptr<Group> TakeGroup(sqlite3_context* context) {
  auto** slot = static_cast<Group**>(sqlite3_aggregate_context(context, 0));
  if (slot == nullptr) return nullptr;
  return std::unique_ptr<Group>(std::exchange(*slot, nullptr));
}

struct Sum {
  sql::Int128 total = 0;
};

void AddToSum(sqlite3_context* context, int, sqlite3_value** values) {
  if (IsNull(values[0])) return;
  if (auto* sum = GroupOf<Sum>(context)) sum->total += sqlite3_value_int64(values[0]);
}

void FinishSum(sqlite3_context* context) {
  const auto sum = TakeGroup<Sum>(context);
  if (sum == nullptr) return sqlite3_result_null(context);
  const bool fits = sum->total >= std::numeric_limits<int64_t>::min() &&
                    sum->total <= std::numeric_limits<int64_t>::max();
  if (!fits) return FailOverflow(context);
  sqlite3_result_int64(context, static_cast<int64_t>(sum->total));
}

// Welford's method.
struct Spread {
  int64_t count = 0;
  double mean = 0;
  double squares = 0;
};

void AddToSpread(sqlite3_context* context, int, sqlite3_value** values) {
  if (IsNull(values[0])) return;
  auto* spread = GroupOf<Spread>(context);
  if (spread == nullptr) return;
  const double value = sqlite3_value_double(values[0]);
  const double before = value - spread->mean;
  spread->mean += before / static_cast<double>(++spread->count);
  spread->squares += before * (value - spread->mean);
}

void FinishSpread(sqlite3_context* context) {
  const auto spread = TakeGroup<Spread>(context);
  if (spread == nullptr || spread->count < 2) return sqlite3_result_null(context);
  sqlite3_result_double(context,
                        std::sqrt(spread->squares / static_cast<double>(spread->count - 1)));
}

struct Sample {
  std::vector<double> values;
  double p = 0;
};

void AddToSample(sqlite3_context* context, int, sqlite3_value** values) {
  if (IsNull(values[0])) return;
  auto* sample = GroupOf<Sample>(context);
  if (sample == nullptr) return;
  FunctionState& state = StateOf(context);
  state.held_bytes += sizeof(double);
  if (state.held_bytes > kMostHeldBytes) {
    return Fail(context, core::Error(absl::StatusCode::kResourceExhausted,
                                     "a percentile is of more values than are held at a time; ask "
                                     "for a shorter range, or write `mode: snapshot` at the table",
                                     {"SOURCE_OVERLOADED", {}, ""}));
  }
  sample->p = sqlite3_value_double(values[1]);
  sample->values.push_back(sqlite3_value_double(values[0]));
}

// Between the two nearest values, linearly (type 7).
void FinishSample(sqlite3_context* context) {
  const auto sample = TakeGroup<Sample>(context);
  if (sample == nullptr) return sqlite3_result_null(context);
  std::vector<double>& values = sample->values;
  StateOf(context).held_bytes -= values.size() * sizeof(double);
  if (values.empty()) return sqlite3_result_null(context);
  const double position = static_cast<double>(values.size() - 1) * sample->p;
  const auto below = static_cast<std::ptrdiff_t>(position);
  const auto nth = values.begin() + below;
  std::nth_element(values.begin(), nth, values.end());
  const double fraction = position - static_cast<double>(below);
  if (fraction <= 0) return sqlite3_result_double(context, *nth);
  const double above = *std::min_element(nth + 1, values.end());
  sqlite3_result_double(context, *nth + (above - *nth) * fraction);
}

struct ValueDeleter {
  void operator()(sqlite3_value* value) const { sqlite3_value_free(value); }
};
using HeldValue = std::unique_ptr<sqlite3_value, ValueDeleter>;

struct Row {
  HeldValue value;
  HeldValue by;
};

template <int kSign>
void AddToRow(sqlite3_context* context, int, sqlite3_value** values) {
  if (IsNull(values[1])) return;
  auto* row = GroupOf<Row>(context);
  if (row == nullptr) return;
  if (row->by != nullptr && kSign * CompareValues(values[1], row->by.get()) <= 0) return;
  row->value.reset(sqlite3_value_dup(values[0]));
  row->by.reset(sqlite3_value_dup(values[1]));
}

void FinishRow(sqlite3_context* context) {
  const auto row = TakeGroup<Row>(context);
  if (row == nullptr || row->value == nullptr) return sqlite3_result_null(context);
  sqlite3_result_value(context, row->value.get());
}

}  // namespace

absl::Status RegisterAggregates(sqlite3* db, FunctionState& state) {
  MADAD_RETURN_IF_ERROR(RegisterAggregate(db, state, "madad_sum", 1, AddToSum, FinishSum));
  MADAD_RETURN_IF_ERROR(RegisterAggregate(db, state, "madad_stddev", 1, AddToSpread, FinishSpread));
  MADAD_RETURN_IF_ERROR(
      RegisterAggregate(db, state, "madad_percentile", 2, AddToSample, FinishSample));
  MADAD_RETURN_IF_ERROR(RegisterAggregate(db, state, "madad_arg_min", 2, AddToRow<-1>, FinishRow));
  return RegisterAggregate(db, state, "madad_arg_max", 2, AddToRow<1>, FinishRow);
}

}  // namespace madad::adapters::sqlite
