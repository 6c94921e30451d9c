// Groups, their nulls and their order.
#include "conformance/fixture.h"

namespace madad::conformance {
namespace {

using core::Query;
using core::Type;

std::vector<core::Column> Columns() {
  return {{.name = "kind"},
          {.name = "region"},
          {.name = "i", .type = Type::kInt64},
          {.name = "day", .type = Type::kDate}};
}

std::vector<Row> Rows() {
  return {{"a", "web", "north", "1", "2024-01-01"},
          {"b", "Web", "north", "2", "2024-01-01"},
          {"c", " ", "north", "4", "1969-12-31"},
          {"d", std::nullopt, "south", "8", std::nullopt},
          {"e", std::nullopt, std::nullopt, std::nullopt, std::nullopt},
          {"f", "\U0001F600", "south", "16", "2024-01-02"},
          {"g", "\uffee", "south", "32", "2024-01-02"},
          {"h", "שלום", "south", "64", "2024-01-02"},
          {"j", "web", "south", "128", "2024-01-02"}};
}

TEST_P(ConformanceTest, GroupsOfTextAreInOrderOfCodePointNullsLast) {
  Table(Columns(), Rows());
  AddMetric("n", "count(*)");
  AddMetric("sum", "sum(i)");
  AddDimension("kind", "kind");
  Query query{.metrics = {"n", "sum"}, .dimensions = {"kind"}};
  ExpectLines(query, {" |1|4", "Web|1|2", "web|2|129", "שלום|1|64", "\uffee|1|32",
                      "\U0001F600|1|16", "null|2|8"});
  query.order = {{"kind", true}};
  ExpectLines(query, {"\U0001F600|1|16", "\uffee|1|32", "שלום|1|64", "web|2|129", "Web|1|2",
                      " |1|4", "null|2|8"});
  query.limit = 2;
  ExpectLines(query, {"\U0001F600|1|16", "\uffee|1|32"});
}

TEST_P(ConformanceTest, FiguresThatAreNullComeLast) {
  Table(Columns(), Rows());
  AddMetric("most", "max(i)");
  AddDimension("region", "region");
  Query query{.metrics = {"most"}, .dimensions = {"region"}};
  ExpectLines(query, {"north|4", "south|128", "null|null"});
  query.order = {{"most", false}};
  ExpectLines(query, {"north|4", "south|128", "null|null"});
  query.order = {{"most", true}};
  ExpectLines(query, {"south|128", "north|4", "null|null"});
}

TEST_P(ConformanceTest, GroupsOfDatesNumbersAndConditions) {
  Table(Columns(), Rows());
  AddMetric("n", "count(*)");
  AddDimension("day", "day");
  AddDimension("i", "i");
  AddDimension("large", "i > 8");
  ExpectLines({.metrics = {"n"}, .dimensions = {"day"}},
              {"1969-12-31|1", "2024-01-01|2", "2024-01-02|4", "null|2"});
  ExpectLines({.metrics = {"n"}, .dimensions = {"i"}},
              {"1|1", "2|1", "4|1", "8|1", "16|1", "32|1", "64|1", "128|1", "null|1"});
  ExpectLines({.metrics = {"n"}, .dimensions = {"large"}}, {"false|4", "true|4", "null|1"});
}

TEST_P(ConformanceTest, GroupsOfTwoKeys) {
  Table(Columns(), Rows());
  AddMetric("n", "count(*)");
  AddDimension("region", "region");
  AddDimension("has_day", "day IS NOT NULL");
  ExpectLines({.metrics = {"n"}, .dimensions = {"region", "has_day"}},
              {"north|true|3", "south|false|1", "south|true|4", "null|false|1"});
}

TEST_P(ConformanceTest, FiltersKeepWhatIsTrue) {
  Table(Columns(), Rows());
  AddMetric("n", "count(*)");
  AddDimension("kind", "kind");
  AddDimension("i", "i");
  const auto count = [&](const std::string& filter, const std::string& expected) {
    ExpectLines({.metrics = {"n"}, .filter = filter}, {expected});
  };
  count("kind = 'web'", "2");
  count("kind <> 'web'", "5");
  count("NOT kind = 'web'", "5");
  count("kind IS NULL", "2");
  count("kind = 'web' OR kind IS NULL", "4");
  count("kind NOT IN ('web', 'Web')", "4");
  count("kind IN ('WEB')", "0");
  count("lower(kind) = 'web'", "3");
  count("kind LIKE '_eb'", "3");
  count("kind > 'web'", "3");
  count("kind = 'nobody has this'", "0");
  count("i BETWEEN 2 AND 8", "3");
}

TEST_P(ConformanceTest, NoRowsNoGroups) {
  Table(Columns(), Rows());
  AddMetric("n", "count(*)");
  AddMetric("sum", "sum(i)");
  AddDimension("kind", "kind");
  ExpectLines({.metrics = {"n", "sum"}, .dimensions = {"kind"}, .filter = "kind = 'z'"}, {});
  ExpectLines({.metrics = {"n", "sum"}, .filter = "kind = 'z'"}, {"0|0"});
}

}  // namespace
}  // namespace madad::conformance
