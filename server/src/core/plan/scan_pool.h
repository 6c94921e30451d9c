// The scans of a batch of queries, each built once.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "core/plan.h"
#include "core/scan_scope.h"

namespace madad::core {

// What a scan is asked for. Requests that are equal share a scan.
struct ScanRequest {
  const Table* table = nullptr;
  ExprPtr at;  // untyped
  std::vector<std::string> dimensions;
  const TimeAxis* axis = nullptr;
  CivilRange range;
  // Rows before the range count too, in the period before its first.
  bool all_history = false;
  // Rows later than this instant do not count.
  std::optional<Timestamp> not_after;
  ExprPtr filter;                   // untyped, over dimensions; may be null
  std::vector<ExprPtr> conditions;  // untyped, over columns
  // Its aggregates are sums of amounts, which become those of the catalog's one currency: by the
  // rates of this day, or of their own (`at`, unless it is moved by a length of time).
  bool converts = false;
  std::optional<Date> rates_of;
};

// Whether each row of `table` says its currency.
bool SaysCurrencyByRow(const Table& table);

// Builds scans. Not thread-safe.
// Lifetime: points into the world.
class ScanPool {
 public:
  explicit ScanPool(const World& world) : world_(world) {}

  // Returns the index of the scan that `request` asks for.
  // Errors: what its dimensions and filter say; that the table of rates is not there.
  absl::StatusOr<size_t> Find(const ScanRequest& request);

  // Returns the dimension and period columns of a scan, without values.
  std::vector<ResultColumn> KeysOf(size_t scan, const std::vector<std::string>& dimensions) const;

  // Returns `aggregate` typed and the column that it has in the scan; equal
  // ones share a column.
  struct Added {
    ExprPtr typed;
    size_t column = 0;
  };
  absl::StatusOr<Added> AddAggregate(size_t scan, const ExprPtr& aggregate);

  // Fills in where the relations of a scan are. Nothing is added to it after.
  // Errors: FAILED_PRECONDITION (TABLE_UNAVAILABLE and the table's own error).
  absl::Status Complete(size_t scan);
  const std::vector<PlannedScan>& scans() const { return scans_; }

 private:
  // A scan under construction, with the scope that its columns are bound in.
  struct Builder {
    std::unique_ptr<ScanScope> scope;
    std::map<std::string, size_t> columns;  // text of an aggregate -> column
  };

  // `at`: the request's, typed.
  absl::Status AddGroups(const ScanRequest& request, const ExprPtr& at, Builder& builder,
                         PlannedScan& planned);
  absl::Status AddConversion(const ScanRequest& request, Builder& builder, PlannedScan& planned);
  // Returns the index of the scan that reads the catalog's rates by currency and day.
  absl::StatusOr<size_t> FindRates(const Rates& rates, const TimeAxis& axis);
  absl::Status AddFilters(const ScanRequest& request, const ExprPtr& at, Builder& builder,
                          PlannedScan& planned);
  // `expr` (typed) in the form that is fastest on the data at hand.
  ExprPtr Optimize(const Builder& builder, const ExprPtr& expr) const;
  const TableData* DataOf(const Table& table) const;

  const World& world_;
  std::map<std::string, size_t> index_;
  std::vector<Builder> builders_;
  std::vector<PlannedScan> scans_;
};

}  // namespace madad::core
