// The model's tables.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <madad/sdk/shape.h>
#include <madad/sdk/writer.h>

#include "funnel/log.h"
#include "funnel/parameters.h"
#include "funnel/report.h"
#include "funnel/trace.h"

namespace conversion::funnel {

// Says what the model reads and makes.
// Errors: sdk::Error (MADAD_INVALID_ARGUMENT) when a dimension of `by` has the
// name of another column.
void DescribeShape(const Parameters& parameters, sdk::Shape& shape);

// What all the tables are written from. Lifetime: nothing is owned.
struct Found {
  const Rules& rules;
  const Parameters& parameters;
  const Groups& groups;
  std::span<const PartAttempts> parts;
  const Report& report;
  bool has_amounts = false;
};

void WriteSteps(const Found& found, sdk::Writer& out);
void WriteEntities(const Found& found, const sdk::Call& call, sdk::Writer& out);
void WriteTimes(const Found& found, sdk::Writer& out);
void WriteCurve(const Found& found, sdk::Writer& out);
void WriteMatches(const Found& found, std::span<const TracedRow> rows, sdk::Writer& out);

// The columns of `by` in a table.
class GroupColumns {
 public:
  GroupColumns(const Found& found, sdk::Writer& out);
  void Append(size_t group);

 private:
  const Groups& groups_;
  std::vector<sdk::TextColumn*> columns_;
};

// A column of amounts, whatever type the log's are of.
class ValueColumn {
 public:
  explicit ValueColumn(sdk::Writer& out) : column_(out.Any("value")) {}
  void Append(std::optional<int64_t> value);

 private:
  sdk::Column& column_;
};

}  // namespace conversion::funnel
