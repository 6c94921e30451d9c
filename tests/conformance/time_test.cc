// Dates, timestamps and durations.
#include "conformance/fixture.h"

namespace madad::conformance {
namespace {

using core::Type;

std::vector<core::Column> Columns() {
  return {{.name = "day", .type = Type::kDate},
          {.name = "start", .type = Type::kTimestamp},
          {.name = "finish", .type = Type::kTimestamp}};
}

std::vector<Row> Rows() {
  return {
      {"plain", "2024-05-15", "2024-05-15 13:45:30", "2024-05-17 13:45:30.000001"},
      {"leap", "2024-02-29", "2024-02-29 23:59:59.999999", "2024-03-01 00:00:00"},
      {"january", "2024-01-31", "2024-01-31 08:00:00", "2024-01-31 08:00:00"},
      {"january23", "2023-01-31", "2023-01-31 08:00:00", "2023-01-31 07:00:00"},
      {"march", "2024-03-31", "2024-03-31 10:00:00", std::nullopt},
      {"sunday", "2023-12-31", "2023-12-31 00:00:00", "2024-01-01 00:00:00"},
      {"old", "1969-12-31", "1969-12-31 23:59:59.999999", "1970-01-01 00:00:00"},
      {"older", "1899-12-31", "1899-12-31 12:00:00", "1900-03-01 12:00:00"},
      {"null", std::nullopt, std::nullopt, std::nullopt},
  };
}

TEST_P(ConformanceTest, PartsOfADate) {
  Table(Columns(), Rows());
  ExpectValues({{"plain", "year(day)", "2024"},
                {"plain", "quarter(day)", "2"},
                {"plain", "month(day)", "5"},
                {"plain", "day(day)", "15"},
                {"plain", "weekday(day)", "3"},
                {"sunday", "weekday(day)", "7"},
                {"sunday", "quarter(day)", "4"},
                {"sunday", "weekday(day + '1d')", "1"},
                {"leap", "month(day)", "2"},
                {"leap", "day(day)", "29"},
                {"leap", "weekday(day)", "4"},
                {"old", "year(day)", "1969"},
                {"old", "weekday(day)", "3"},
                {"older", "weekday(day)", "7"},
                {"older", "year(day)", "1899"},
                {"null", "year(day)", "null"},
                {"march", "quarter(day)", "1"},
                {"null", "weekday(day)", "null"}});
}

TEST_P(ConformanceTest, PartsOfATimestamp) {
  Table(Columns(), Rows());
  ExpectValues({{"plain", "hour(start)", "13"},
                {"leap", "hour(start)", "23"},
                {"leap", "day(start)", "29"},
                {"leap", "hour(finish)", "0"},
                {"leap", "month(finish)", "3"},
                {"old", "hour(start)", "23"},
                {"old", "year(start)", "1969"},
                {"old", "year(finish)", "1970"},
                {"old", "weekday(start)", "3"},
                {"old", "day(start)", "31"},
                {"older", "hour(start)", "12"},
                {"null", "hour(start)", "null"},
                {"sunday", "quarter(start)", "4"},
                {"sunday", "weekday(finish)", "1"}});
}

TEST_P(ConformanceTest, DatesAndDurations) {
  Table(Columns(), Rows());
  ExpectValues({{"plain", "day + '30d'", "2024-06-14"},
                {"plain", "day - '2w'", "2024-05-01"},
                {"leap", "day + '1d'", "2024-03-01"},
                {"leap", "day - '1d'", "2024-02-28"},
                {"leap", "day + '366d'", "2025-03-01"},
                {"plain", "day + '12h'", "2024-05-15T12:00:00Z"},
                {"plain", "day - '1us'", "2024-05-14T23:59:59.999999Z"},
                {"plain", "day + '-1d'", "2024-05-14"},
                {"plain", "'1d' + day", "2024-05-16"},
                {"old", "day + '1d'", "1970-01-01"},
                {"older", "day + '60d'", "1900-03-01"},
                {"null", "day + '1d'", "null"},
                {"plain", "DATE '2024-02-28' + '1d'", "2024-02-29"}});
}

TEST_P(ConformanceTest, CalendarMonths) {
  Table(Columns(), Rows());
  ExpectValues({{"january", "day + '1mo'", "2024-02-29"},
                {"january23", "day + '1mo'", "2023-02-28"},
                {"january", "day + '2mo'", "2024-03-31"},
                {"january", "day + '3mo'", "2024-04-30"},
                {"march", "day - '1mo'", "2024-02-29"},
                {"march", "day - '13mo'", "2023-02-28"},
                {"leap", "day + '1y'", "2025-02-28"},
                {"leap", "day + '4y'", "2028-02-29"},
                {"leap", "day - '1y'", "2023-02-28"},
                {"leap", "day + '1mo'", "2024-03-29"},
                {"sunday", "day + '1mo'", "2024-01-31"},
                {"old", "day + '2mo'", "1970-02-28"},
                {"january", "start + '1mo'", "2024-02-29T08:00:00Z"},
                {"leap", "start + '1y'", "2025-02-28T23:59:59.999999Z"},
                {"leap", "start - '1mo'", "2024-01-29T23:59:59.999999Z"},
                {"january", "'1mo' + day", "2024-02-29"},
                {"null", "day + '1mo'", "null"}});
}

TEST_P(ConformanceTest, TimestampsAndDurations) {
  Table(Columns(), Rows());
  ExpectValues({{"plain", "start + '30min'", "2024-05-15T14:15:30Z"},
                {"plain", "start - '1.5d'", "2024-05-14T01:45:30Z"},
                {"leap", "start + '1us'", "2024-03-01T00:00:00Z"},
                {"old", "start + '1us'", "1970-01-01T00:00:00Z"},
                {"old", "finish - '1us'", "1969-12-31T23:59:59.999999Z"},
                {"plain", "start + (finish - start)", "2024-05-17T13:45:30.000001Z"},
                {"null", "start + '1d'", "null"}});
}

TEST_P(ConformanceTest, Differences) {
  Table(Columns(), Rows());
  ExpectValues({{"plain", "finish - start", "172800000001us"},
                {"leap", "finish - start", "1us"},
                {"january", "finish - start", "0s"},
                {"january23", "finish - start", "-1h"},
                {"older", "finish - start", "60d"},
                {"march", "finish - start", "null"},
                {"plain", "day - '2024-05-01'", "14d"},
                {"plain", "start - day", "49530s"},
                {"sunday", "start - '2023-12-30 22:00'", "2h"},
                {"leap", "finish - start < '1ms'", "true"},
                {"plain", "finish - start > '2d'", "true"},
                {"january23", "abs(finish - start)", "1h"},
                {"january23", "-(finish - start)", "1h"},
                {"plain", "greatest(finish - start, '3d')", "3d"},
                {"march", "coalesce(finish - start, '1d')", "1d"}});
}

TEST_P(ConformanceTest, ScaledDurations) {
  Table(Columns(), Rows());
  ExpectValues({{"older", "(finish - start) * 2", "120d"},
                {"older", "2 * (finish - start)", "120d"},
                {"older", "(finish - start) * 0.5", "30d"},
                {"older", "(finish - start) / 4", "15d"},
                {"older", "(finish - start) / '1d'", "60"},
                {"older", "(finish - start) / 0", "null"},
                {"january", "'1d' / (finish - start)", "null"},
                {"january23", "(finish - start) / '30min'", "-2"},
                // Half a microsecond is rounded away from zero.
                {"leap", "(finish - start) / 2", "1us"},
                {"leap", "-(finish - start) / 2", "-1us"},
                {"leap", "(finish - start) * 2.5", "3us"},
                {"older", "(finish - start) + '1d'", "61d"},
                {"older", "(finish - start) - '61d'", "-1d"}});
}

TEST_P(ConformanceTest, ComparedTimes) {
  Table(Columns(), Rows());
  ExpectValues({{"plain", "day = '2024-05-15'", "true"},
                {"plain", "day < start", "true"},
                {"sunday", "day = start", "true"},
                {"plain", "start >= '2024-05-15'", "true"},
                {"plain", "start < '2024-05-15 13:45:30.000001'", "true"},
                {"plain", "start = '2024-05-15T16:45:30+03:00'", "true"},
                {"plain", "day BETWEEN '2024-05-15' AND '2024-05-15'", "true"},
                {"plain", "start BETWEEN '2024-05-15' AND '2024-05-15'", "false"},
                {"plain", "day IN ('2024-05-14', '2024-05-15')", "true"},
                {"leap", "least(start, finish)", "2024-02-29T23:59:59.999999Z"},
                {"march", "greatest(start, finish)", "2024-03-31T10:00:00Z"},
                {"march", "coalesce(finish, start)", "2024-03-31T10:00:00Z"},
                {"plain", "greatest(day, start)", "2024-05-15T13:45:30Z"},
                {"sunday", "nullif(day, start)", "null"},
                {"null", "day = day", "null"}});
}

}  // namespace
}  // namespace madad::conformance
