// Aggregates, with filters and over no rows.
#include "conformance/fixture.h"

namespace madad::conformance {
namespace {

using core::Type;

std::vector<core::Column> Columns() {
  return {{.name = "kind"},
          {.name = "i", .type = Type::kInt64},
          {.name = "m", .type = Type::kDecimal, .scale = 2},
          {.name = "d", .type = Type::kDouble},
          {.name = "day", .type = Type::kDate},
          {.name = "start", .type = Type::kTimestamp},
          {.name = "finish", .type = Type::kTimestamp}};
}

// i: 1, 2, 2, 4, 10 and a null; spans: 1, 2, 3, 4 days and 10us.
std::vector<Row> Rows() {
  return {{"a", "x", "1", "0.10", "2", "2024-01-01", "2024-01-01", "2024-01-02"},
          {"b", "x", "2", "0.20", "4", "2024-01-02", "2024-01-01", "2024-01-03"},
          {"c", "y", "2", "0.30", "4", "2024-01-02", "2024-01-01", "2024-01-04"},
          {"d", "y", "4", "-1.00", "4", "2023-12-31", "2024-01-01", "2024-01-05"},
          {"e", std::nullopt, "10", "5.05", "6", std::nullopt, "2024-01-01",
           "2024-01-01 00:00:00.000010"},
          {"f", std::nullopt, std::nullopt, std::nullopt, std::nullopt, "2024-01-09", "2024-01-01",
           std::nullopt}};
}

TEST_P(ConformanceTest, Count) {
  Table(Columns(), Rows());
  ExpectAggregates({{"count(*)", "6", ""},
                    {"count(i)", "5", ""},
                    {"count(kind)", "4", ""},
                    {"count(DISTINCT i)", "4", ""},
                    {"count(DISTINCT kind)", "2", ""},
                    {"count(DISTINCT m)", "5", ""},
                    {"count(DISTINCT day)", "4", ""},
                    {"count(*) FILTER (WHERE i > 1)", "4", ""},
                    {"count(*) FILTER (WHERE NOT i > 1)", "1", ""},
                    {"count(kind) FILTER (WHERE i >= 4)", "1", ""},
                    {"count(DISTINCT i) FILTER (WHERE kind = 'x')", "2", ""},
                    {"count(*)", "2", "kind IS NULL"},
                    {"count(*)", "0", "kind = 'z'"},
                    {"count(i)", "0", "kind = 'z'"},
                    {"count(DISTINCT kind)", "0", "kind = 'z'"},
                    {"count(*) FILTER (WHERE i > 100)", "0", ""}});
}

// A sum over no rows is nothing, which is 0 of it.
TEST_P(ConformanceTest, Sum) {
  Table(Columns(), Rows());
  ExpectAggregates({{"sum(i)", "19", ""},
                    {"sum(m)", "4.65", ""},
                    {"sum(d)", "20", ""},
                    {"sum(finish - start)", "864000000010us", ""},
                    {"sum(i * i)", "125", ""},
                    {"sum(m * i)", "47.60", ""},
                    {"sum(i) FILTER (WHERE kind = 'x')", "3", ""},
                    {"sum(m) FILTER (WHERE kind = 'y')", "-0.70", ""},
                    {"sum(finish - start) FILTER (WHERE kind = 'x')", "3d", ""},
                    {"sum(CASE WHEN kind = 'x' THEN 1 ELSE 0 END)", "2", ""},
                    {"sum(i)", "0", "kind = 'z'"},
                    {"sum(m)", "0.00", "kind = 'z'"},
                    {"sum(d)", "0", "id = 'f'"},
                    {"sum(finish - start)", "0s", "id = 'f'"},
                    {"sum(i) FILTER (WHERE i > 100)", "0", ""},
                    {"coalesce(sum(i) FILTER (WHERE i > 100), 0)", "0", ""}});
}

TEST_P(ConformanceTest, SumsThatDoNotFit) {
  Table({{.name = "i", .type = Type::kInt64}, {.name = "m", .type = Type::kDecimal, .scale = 2}},
        {{"a", "9223372036854775807", "9999999999999999.99"},
         {"b", "1", "0.01"},
         {"c", "-1", "-0.01"}});
  ExpectAggregates({{"sum(i)", "9223372036854775807", ""},
                    {"sum(i)", "9223372036854775806", "id <> 'b'"},
                    {"sum(m)", "10000000000000000.00", "m > 0"},
                    {"sum(m * 9 + m * 9)", kOverflow, ""},
                    {"sum(m)", "9999999999999999.99", ""}});
}

TEST_P(ConformanceTest, Average) {
  Table(Columns(), Rows());
  ExpectAggregates({{"avg(i)", "3.8", ""},
                    {"avg(m)", "0.93", ""},
                    {"avg(d)", "4", ""},
                    {"avg(finish - start)", "172800000002us", ""},
                    // Half a microsecond is rounded away from zero.
                    {"avg((finish - start) / 4)", "3us", "id = 'e'"},
                    {"avg(i) FILTER (WHERE kind = 'x')", "1.5", ""},
                    {"avg(i)", "null", "kind = 'z'"},
                    {"avg(finish - start)", "null", "id = 'f'"},
                    {"avg(m) FILTER (WHERE i > 100)", "null", ""}});
}

TEST_P(ConformanceTest, MinAndMax) {
  Table(Columns(), Rows());
  ExpectAggregates({{"min(i)", "1", ""},
                    {"max(i)", "10", ""},
                    {"min(m)", "-1.00", ""},
                    {"max(m)", "5.05", ""},
                    {"min(d)", "2", ""},
                    {"min(day)", "2023-12-31", ""},
                    {"max(day)", "2024-01-09", ""},
                    {"max(finish)", "2024-01-05T00:00:00Z", ""},
                    {"min(finish - start)", "10us", ""},
                    {"min(kind)", "x", ""},
                    {"max(kind)", "y", ""},
                    {"max(i > 4)", "true", ""},
                    {"min(i > 4)", "false", ""},
                    {"max(i) FILTER (WHERE kind = 'x')", "2", ""},
                    {"max(kind) FILTER (WHERE i = 1)", "x", ""},
                    {"min(i)", "null", "kind = 'z'"},
                    {"max(kind)", "null", "kind = 'z'"},
                    {"max(day) FILTER (WHERE i > 100)", "null", ""}});
}

TEST_P(ConformanceTest, PercentilesInterpolateLinearly) {
  Table(Columns(), Rows());
  ExpectAggregates({{"percentile(i, 0)", "1", ""},
                    {"percentile(i, 0.1)", "1.4", ""},
                    {"percentile(i, 0.25)", "2", ""},
                    {"percentile(i, 0.5)", "2", ""},
                    {"percentile(i, 0.6)", "2.8", ""},
                    {"percentile(i, 0.75)", "4", ""},
                    {"percentile(i, 0.9)", "7.6", ""},
                    {"percentile(i, 1)", "10", ""},
                    {"percentile(m, 0.5)", "0.2", ""},
                    {"percentile(m, 0.95)", "4.1", ""},
                    {"percentile(d, 0.9)", "5.2", ""},
                    {"percentile(finish - start, 0.75)", "3d", ""},
                    {"percentile(finish - start, 0.875)", "84h", ""},
                    {"percentile(i, 0.5) FILTER (WHERE kind = 'y')", "3", ""},
                    {"percentile(i, 0.9)", "null", "kind = 'z'"},
                    {"percentile(i, 0.9)", "1", "id = 'a'"},
                    {"percentile(i, 0.9) - percentile(i, 0.1)", "6.2", ""}});
}

TEST_P(ConformanceTest, Median) {
  Table(Columns(), Rows());
  ExpectAggregates({{"median(i)", "2", ""},
                    {"median(i)", "2", "i < 10"},
                    {"median(i)", "3", "kind = 'y'"},
                    {"median(i)", "1.5", "kind = 'x'"},
                    {"median(m)", "0.15", "kind = 'x'"},
                    {"median(d)", "4", ""},
                    {"median(finish - start)", "2d", ""},
                    {"median(finish - start)", "36h", "kind = 'x'"},
                    {"median(i) FILTER (WHERE kind = 'y')", "3", ""},
                    {"median(i)", "null", "kind = 'z'"},
                    {"median(i)", "null", "id = 'f'"}});
}

TEST_P(ConformanceTest, SampleStandardDeviation) {
  Table({{.name = "i", .type = Type::kInt64},
         {.name = "m", .type = Type::kDecimal, .scale = 2},
         {.name = "d", .type = Type::kDouble}},
        {{"a", "2", "0.02", "1"},
         {"b", "4", "0.04", "1"},
         {"c", "4", "0.04", "1"},
         {"d", "4", "0.04", "1"},
         {"e", "5", "0.05", "1"},
         {"f", "5", "0.05", "1"},
         {"g", "7", "0.07", "1"},
         {"h", "9", "0.09", "1"},
         {"n", std::nullopt, std::nullopt, std::nullopt}});
  ExpectAggregates({{"stddev(i)", "2.138089935299395", ""},
                    {"stddev(m)", "0.02138089935299395", ""},
                    {"stddev(d)", "0", ""},
                    {"stddev(i)", "1.4142135623730951", "i IN (2, 4) AND id < 'c'"},
                    {"stddev(i)", "null", "id = 'a'"},
                    {"stddev(i)", "null", "id IN ('a', 'n')"},
                    {"stddev(i)", "null", "id = 'z'"},
                    {"stddev(i) FILTER (WHERE id IN ('g', 'h'))", "1.4142135623730951", ""}});
}

TEST_P(ConformanceTest, ArgMinAndArgMax) {
  Table(Columns(), Rows());
  ExpectAggregates({{"arg_min(id, i)", "a", ""},
                    {"arg_max(id, i)", "e", ""},
                    {"arg_max(m, i)", "5.05", ""},
                    {"arg_min(i, m)", "4", ""},
                    {"arg_min(kind, day)", "y", ""},
                    {"arg_max(kind, i)", "y", "kind IS NOT NULL"},
                    // The row with the largest i has no kind.
                    {"arg_max(kind, i)", "null", ""},
                    {"arg_max(finish - start, m)", "3d", "i < 10"},
                    {"arg_max(day, finish)", "2023-12-31", ""},
                    {"arg_max(id, kind)", "c", "i = 2"},
                    {"arg_max(id, i) FILTER (WHERE kind = 'x')", "b", ""},
                    {"arg_min(id, i)", "null", "kind = 'z'"},
                    {"arg_min(id, i)", "null", "id = 'f'"},
                    {"arg_max(id, i) FILTER (WHERE i > 100)", "null", ""}});
}

TEST_P(ConformanceTest, ExpressionsOverAggregates) {
  Table(Columns(), Rows());
  ExpectAggregates({{"sum(i) / count(i)", "3.8", ""},
                    {"sum(i) / count(*) FILTER (WHERE i > 100)", "null", ""},
                    {"sum(m) - sum(m) FILTER (WHERE i = 10)", "-0.40", ""},
                    {"max(finish) - min(start)", "4d", ""},
                    {"CASE WHEN count(*) > 5 THEN 1 END", "1", ""},
                    {"CASE WHEN count(*) > 6 THEN 1 END", "null", ""},
                    {"greatest(sum(i), count(*))", "19", ""}});
}

}  // namespace
}  // namespace madad::conformance
