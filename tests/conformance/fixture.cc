#include "conformance/fixture.h"

#include <cmath>
#include <utility>

#include "core/engine.h"
#include "core/status.h"
#include "core/text.h"
#include "support/status_matchers.h"

namespace madad::conformance {
namespace {

using core::Cat;
using madad::testing::StatusIs;

constexpr int kCopies = 10;
constexpr char kTable[] = "facts";

core::Column Named(const std::string& name, core::Type type) {
  core::Column column;
  column.name = name;
  column.type = type;
  return column;
}

std::string TextOf(const core::Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr ? *text : core::ToText(value);
}

// Engines may add doubles in any order, so their last digits may differ.
bool Equals(const core::Value& value, const std::string& expected) {
  const auto* number = std::get_if<double>(&value);
  if (number == nullptr || expected == "null") return TextOf(value) == expected;
  const double wanted = std::strtod(expected.c_str(), nullptr);
  return std::abs(*number - wanted) <= 1e-12 * std::abs(wanted);
}

void ExpectValue(const absl::StatusOr<core::Result>& result, size_t column,
                 const std::string& expected) {
  if (expected == kOverflow) {
    EXPECT_THAT(result, StatusIs(absl::StatusCode::kOutOfRange, ::testing::_));
    return;
  }
  ASSERT_THAT(result, madad::testing::IsOk());
  ASSERT_EQ(result->row_count(), 1U);
  const core::Value value = result->columns[column].At(0);
  EXPECT_TRUE(Equals(value, expected)) << "found " << TextOf(value) << ", expected " << expected;
}

std::vector<std::string> Lines(const core::Result& result) {
  std::vector<std::string> lines(result.row_count());
  for (const core::ResultColumn& column : result.columns) {
    for (size_t row = 0; row < lines.size(); ++row) {
      if (!lines[row].empty()) lines[row] += "|";
      lines[row] += TextOf(column.At(row));
    }
  }
  return lines;
}

}  // namespace

ConformanceTest::ConformanceTest() {
  catalog_.sources["data"].name = "data";
  core::Table& table = catalog_.tables[kTable];
  table.name = kTable;
  table.source = "data";
  table.key = "id";
}

void ConformanceTest::Table(std::vector<core::Column> columns, std::vector<Row> rows) {
  columns_ = std::move(columns);
  columns_.insert(columns_.begin(), Named("id", core::Type::kString));
  columns_.push_back(Named("copy", core::Type::kInt64));
  columns_.push_back(Named("placed_at", core::Type::kTimestamp));
  for (core::Column& column : columns_) {
    column.from = column.name;
    catalog_.tables[kTable].columns[column.name] = column;
  }
  for (int copy = 1; copy <= kCopies; ++copy) {
    for (Row row : rows) {
      if (copy > 1) row[0] = Cat(*row[0], " ", copy);
      row.emplace_back(Cat(copy));
      row.emplace_back("2020-01-01 00:00:00");
      rows_.push_back(std::move(row));
    }
  }
}

void ConformanceTest::AddMetric(const std::string& name, const std::string& value,
                                const std::string& at, const std::string& filter) {
  core::MetricDefinition& metric = metrics_.emplace_back();
  metric.id = "m." + name;
  metric.plugin = "m";
  metric.plugin_version = "1.0.0";
  metric.from = kTable;
  metric.at = at;
  metric.value = value;
  metric.filter = filter.empty() ? "copy = 1" : Cat("copy = 1 AND (", filter, ")");
}

void ConformanceTest::AddMetric(const std::string& name, const std::string& value,
                                const std::string& at) {
  AddMetric(name, value, at, "");
}

void ConformanceTest::AddDimension(const std::string& name, const std::string& expression) {
  core::Dimension& dimension = catalog_.dimensions[name];
  dimension.name = name;
  dimension.paths[kTable] = expression;
}

void ConformanceTest::Load() {
  if (world_ != nullptr) return;
  auto world = GetParam().load({catalog_, metrics_, kTable, columns_, rows_});
  if (core::DetailOf(world.status()).reason == kNotInstalled) {
    GTEST_SKIP() << world.status().message();
  }
  ASSERT_THAT(world, madad::testing::IsOk());
  world_ = *std::move(world);
}

void ConformanceTest::ExpectValues(const std::vector<RowCase>& cases) {
  AddMetric("rows", "count(*)");
  AddDimension("id", "id");
  for (size_t i = 0; i < cases.size(); ++i) {
    AddMetric(Cat("value", i), Cat("max(", cases[i].expression, ")"));
    AddDimension(Cat("group", i), cases[i].expression);
  }
  ASSERT_NO_FATAL_FAILURE(Load());
  if (IsSkipped()) return;
  for (size_t i = 0; i < cases.size(); ++i) {
    SCOPED_TRACE(Cat(cases[i].row, ": ", cases[i].expression));
    core::Query query{.metrics = {Cat("value", i)}, .filter = Cat("id = '", cases[i].row, "'")};
    ExpectValue(core::RunQuery(query, *world_, {}), 0, cases[i].expected);
    query.metrics = {"rows"};
    query.dimensions = {Cat("group", i)};
    ExpectValue(core::RunQuery(query, *world_, {}), 0, cases[i].expected);
  }
}

void ConformanceTest::ExpectAggregates(const std::vector<AggregateCase>& cases) {
  for (size_t i = 0; i < cases.size(); ++i) {
    AddMetric(Cat("value", i), cases[i].expression, "placed_at", cases[i].filter);
  }
  ASSERT_NO_FATAL_FAILURE(Load());
  if (IsSkipped()) return;
  for (size_t i = 0; i < cases.size(); ++i) {
    SCOPED_TRACE(Cat(cases[i].expression, " where ", cases[i].filter));
    ExpectValue(core::RunQuery({.metrics = {Cat("value", i)}}, *world_, {}), 0, cases[i].expected);
  }
}

void ConformanceTest::ExpectLines(const core::Query& query,
                                  const std::vector<std::string>& expected) {
  ASSERT_NO_FATAL_FAILURE(Load());
  if (IsSkipped()) return;
  const auto result = core::RunQuery(query, *world_, {});
  ASSERT_THAT(result, madad::testing::IsOk());
  EXPECT_EQ(Lines(*result), expected);
}

}  // namespace madad::conformance
