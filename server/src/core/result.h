// Columns of figures.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"

#include "core/metric.h"
#include "core/value.h"

namespace madad::core {

enum class ColumnRole : uint8_t { kDimension, kPeriod, kMetric, kCompanion };

// The values of a column: int64 for bool, int64, decimal (unscaled), date,
// timestamp and duration; double; string.
using ColumnValues =
    std::variant<std::vector<int64_t>, std::vector<double>, std::vector<std::string>>;

// Returns the empty vector that holds values of `type`.
ColumnValues EmptyValues(Type type);

struct ResultColumn {
  std::string name;
  ColumnRole role = ColumnRole::kMetric;
  Type type = Type::kDouble;
  int32_t scale = 0;
  Unit unit = Unit::kUnspecified;
  std::string currency;
  ColumnValues values = std::vector<double>{};
  // One entry a row, 0 for null; as long as `values`, which holds 0 or "" there.
  std::vector<uint8_t> valid;

  size_t size() const { return valid.size(); }
  // Returns the value at `row`; null where it is not valid.
  Value At(size_t row) const;
  // Appends `value`, which must be null or of `type`.
  void Append(const Value& value);
};

struct ResultWarning {
  std::string reason;
  std::string message;
  std::string subject;
};

struct ScanReport {
  std::string table;
  std::string source;
  std::string engine;
  std::string sql;
  std::vector<std::string> parameters;
  std::vector<std::string> aggregates;
  int64_t rows = 0;
  int64_t bytes = 0;  // that came from the engine, as values
  absl::Duration elapsed;
};

struct Result {
  std::vector<ResultColumn> columns;
  std::vector<ResultColumn> totals;  // the same columns with one row; empty: not asked for
  std::string snapshot_id;
  std::optional<Timestamp> as_of;
  // How long the same snapshot may be taken to answer the same.
  absl::Duration good_for = absl::InfiniteDuration();
  std::vector<ResultWarning> warnings;
  std::vector<ScanReport> scans;    // filled for explain
  std::vector<std::string> finish;  // filled for explain
  std::optional<Timestamp> from;    // the range applied, civil
  std::optional<Timestamp> to;
  std::map<std::string, std::string> plugin_versions;

  size_t row_count() const { return columns.empty() ? 0 : columns.front().size(); }
};

}  // namespace madad::core
