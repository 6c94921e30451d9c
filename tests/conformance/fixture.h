// Cases that mean the same on every engine.
//
// A case is an expression and the value that the language's rules give it,
// written by hand. A new engine adds its INSTANTIATE_TEST_SUITE_P and inherits
// them all.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "conformance/engine.h"
#include "core/query.h"
#include "core/result.h"

namespace madad::conformance {

// An expected value: the case must fail, for a number that does not fit.
inline constexpr char kOverflow[] = "overflow";

// An expression over one row.
struct RowCase {
  const char* row;  // its id
  const char* expression;
  const char* expected;  // as core::ToText writes it; a text without quotes
};

// An expression over aggregates.
struct AggregateCase {
  const char* expression;
  const char* expected;
  const char* filter = "";  // rows that count; empty: all
};

// Asks about a table `facts` with a text column `id`, which is its key, and the
// columns that a test gives it. Each row is there several times, as far as the
// engine can tell, so that an engine which lays out repeated values differently
// does so; the cases see it once.
class ConformanceTest : public ::testing::TestWithParam<Engine> {
 protected:
  ConformanceTest();

  // Sets the columns beside `id`, and the rows, which begin with it.
  void Table(std::vector<core::Column> columns, std::vector<Row> rows);

  // Expects each case's value twice: as an aggregate of its only row, and as the
  // key of its only group.
  void ExpectValues(const std::vector<RowCase>& cases);

  void ExpectAggregates(const std::vector<AggregateCase>& cases);

  // Adds a metric `m.<name>` over all rows; `at` places them in time.
  void AddMetric(const std::string& name, const std::string& value,
                 const std::string& at = "placed_at");
  // Adds a dimension that is this expression.
  void AddDimension(const std::string& name, const std::string& expression);
  // Expects the rows of the answer, with a bar between their values. The data is
  // loaded with the first question.
  void ExpectLines(const core::Query& query, const std::vector<std::string>& expected);

  core::Calendar& calendar() { return catalog_.calendar; }

 private:
  void AddMetric(const std::string& name, const std::string& value, const std::string& at,
                 const std::string& filter);
  void Load();

  core::Catalog catalog_;
  std::vector<core::Column> columns_;
  std::vector<Row> rows_;
  std::vector<core::MetricDefinition> metrics_;
  std::shared_ptr<const core::World> world_;
};

}  // namespace madad::conformance
