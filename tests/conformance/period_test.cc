// Days, weeks, months, quarters and years, in zones.
#include "conformance/fixture.h"
#include "core/value.h"

namespace madad::conformance {
namespace {

using core::Grain;
using core::Query;
using core::Type;

core::Timestamp Instant(std::string_view text) { return core::ParseTimestamp(text).value(); }

std::vector<core::Column> Columns() {
  return {{.name = "day", .type = Type::kDate}, {.name = "at", .type = Type::kTimestamp}};
}

// A row for each time; `day` is its date in UTC.
std::vector<Row> At(const std::vector<std::string>& times) {
  std::vector<Row> rows;
  for (const std::string& time : times) rows.push_back({time, time.substr(0, 10), time});
  return rows;
}

// A row for each of `hours` hours.
std::vector<Row> Hourly(std::string_view from, int hours) {
  std::vector<std::string> times;
  for (int hour = 0; hour < hours; ++hour) {
    const core::Timestamp time{Instant(from).micros + hour * int64_t{3'600'000'000}};
    times.push_back(core::ToText(time));
  }
  return At(times);
}

class Periods {
 public:
  static Query Of(Grain grain, std::string_view from, std::string_view to,
                  const std::string& zone = "", const std::string& week = "") {
    return {.metrics = {"n"},
            .grain = grain,
            .from = Instant(from),
            .to = Instant(to),
            .timezone = zone,
            .week_start = week};
  }
};

TEST_P(ConformanceTest, DaysOf23And25HoursInJerusalem) {
  Table(Columns(), Hourly("2024-03-27 22:00:00", 71));
  AddMetric("n", "count(*)", "at");
  ExpectLines(Periods::Of(Grain::kDay, "2024-03-27", "2024-04-01", "Asia/Jerusalem"),
              {"2024-03-27|0", "2024-03-28|24", "2024-03-29|23", "2024-03-30|24", "2024-03-31|0"});
}

TEST_P(ConformanceTest, TheLongDayInJerusalem) {
  Table(Columns(), Hourly("2024-10-25 21:00:00", 73));
  AddMetric("n", "count(*)", "at");
  ExpectLines(Periods::Of(Grain::kDay, "2024-10-26", "2024-10-29", "Asia/Jerusalem"),
              {"2024-10-26|24", "2024-10-27|25", "2024-10-28|24"});
}

TEST_P(ConformanceTest, DaysOf23And25HoursInNewYork) {
  std::vector<Row> rows = Hourly("2024-03-09 05:00:00", 71);
  for (Row& row : Hourly("2024-11-02 04:00:00", 73)) rows.push_back(std::move(row));
  Table(Columns(), std::move(rows));
  AddMetric("n", "count(*)", "at");
  ExpectLines(Periods::Of(Grain::kDay, "2024-03-09", "2024-03-12", "America/New_York"),
              {"2024-03-09|24", "2024-03-10|23", "2024-03-11|24"});
  ExpectLines(Periods::Of(Grain::kDay, "2024-11-02", "2024-11-05", "America/New_York"),
              {"2024-11-02|24", "2024-11-03|25", "2024-11-04|24"});
  ExpectLines(Periods::Of(Grain::kMonth, "2024-03-01", "2024-04-01", "America/New_York"),
              {"2024-03-01|71"});
}

TEST_P(ConformanceTest, TheLastMicrosecondOfALocalDay) {
  Table(Columns(), At({"2024-03-28 21:59:59.999999", "2024-03-28 22:00:00",
                       "2024-03-29 20:59:59.999999", "2024-03-29 21:00:00"}));
  AddMetric("n", "count(*)", "at");
  ExpectLines(Periods::Of(Grain::kDay, "2024-03-28", "2024-03-31", "Asia/Jerusalem"),
              {"2024-03-28|1", "2024-03-29|2", "2024-03-30|1"});
  ExpectLines(Periods::Of(Grain::kDay, "2024-03-28", "2024-03-30", "UTC"),
              {"2024-03-28|2", "2024-03-29|2"});
}

TEST_P(ConformanceTest, LocalMonthsAndYears) {
  Table(Columns(), At({"2023-12-31 21:59:59", "2023-12-31 22:00:00", "2024-01-01 04:59:59",
                       "2024-01-01 05:00:00", "2024-06-30 21:00:00"}));
  AddMetric("n", "count(*)", "at");
  AddMetric("days", "count(*)", "day");
  const auto years = [](const std::string& zone) {
    return Periods::Of(Grain::kYear, "2023-01-01", "2025-01-01", zone);
  };
  ExpectLines(years("UTC"), {"2023-01-01|2", "2024-01-01|3"});
  ExpectLines(years("Asia/Jerusalem"), {"2023-01-01|1", "2024-01-01|4"});
  ExpectLines(years("America/New_York"), {"2023-01-01|3", "2024-01-01|2"});
  ExpectLines(Periods::Of(Grain::kQuarter, "2024-04-01", "2024-10-01", "Asia/Jerusalem"),
              {"2024-04-01|0", "2024-07-01|1"});
  // A date is the same day in every zone.
  Query dates = years("America/New_York");
  dates.metrics = {"days"};
  ExpectLines(dates, {"2023-01-01|2", "2024-01-01|3"});
}

TEST_P(ConformanceTest, WeeksBeginOnMondaySundayOrSaturday) {
  Table(Columns(), At({"2024-06-01 12:00:00", "2024-06-02 12:00:00", "2024-06-03 12:00:00",
                       "2024-12-31 12:00:00", "2025-01-01 12:00:00"}));
  AddMetric("n", "count(*)", "at");
  AddMetric("days", "count(*)", "day");
  const auto weeks = [&](const std::string& start, const std::vector<std::string>& expected) {
    Query query = Periods::Of(Grain::kWeek, "2024-06-01", "2024-06-08", "UTC", start);
    ExpectLines(query, expected);
    query.metrics = {"days"};
    ExpectLines(query, expected);
  };
  weeks("monday", {"2024-05-27|2", "2024-06-03|1"});
  weeks("sunday", {"2024-05-26|1", "2024-06-02|2"});
  weeks("saturday", {"2024-06-01|3"});
  ExpectLines(Periods::Of(Grain::kWeek, "2024-12-30", "2025-01-06", "UTC", "monday"),
              {"2024-12-30|2"});
}

TEST_P(ConformanceTest, PeriodsBefore1970) {
  Table(Columns(),
        At({"1899-12-31 12:00:00", "1960-02-29 00:00:00", "1969-12-27 12:00:00",
            "1969-12-28 12:00:00", "1969-12-31 23:59:59.999999", "1970-01-01 00:00:00"}));
  AddMetric("n", "count(*)", "at");
  AddMetric("days", "count(*)", "day");
  const auto expect = [&](Grain grain, const std::string& week, std::string_view from,
                          std::string_view to, const std::vector<std::string>& expected) {
    Query query = Periods::Of(grain, from, to, "UTC", week);
    ExpectLines(query, expected);
    query.metrics = {"days"};
    ExpectLines(query, expected);
  };
  expect(Grain::kDay, "", "1969-12-30", "1970-01-02",
         {"1969-12-30|0", "1969-12-31|1", "1970-01-01|1"});
  expect(Grain::kWeek, "monday", "1969-12-22", "1970-01-05", {"1969-12-22|2", "1969-12-29|2"});
  expect(Grain::kWeek, "sunday", "1969-12-21", "1970-01-04", {"1969-12-21|1", "1969-12-28|3"});
  expect(Grain::kWeek, "saturday", "1969-12-27", "1970-01-03", {"1969-12-27|4"});
  expect(Grain::kMonth, "", "1960-02-01", "1960-04-01", {"1960-02-01|1", "1960-03-01|0"});
  expect(Grain::kQuarter, "", "1969-10-01", "1970-04-01", {"1969-10-01|3", "1970-01-01|1"});
  expect(Grain::kYear, "", "1899-01-01", "1901-01-01", {"1899-01-01|1", "1900-01-01|0"});
}

TEST_P(ConformanceTest, FiscalYearsAndQuarters) {
  calendar().fiscal_start = 4;
  Table(Columns(), At({"2024-03-31 12:00:00", "2024-04-01 00:00:00", "2024-05-31 12:00:00",
                       "2024-12-31 23:00:00", "1969-03-31 12:00:00"}));
  AddMetric("n", "count(*)", "at");
  AddMetric("days", "count(*)", "day");
  for (const char* metric : {"n", "days"}) {
    Query query = Periods::Of(Grain::kYear, "2023-04-01", "2025-04-01", "UTC");
    query.metrics = {metric};
    ExpectLines(query, {"2023-04-01|1", "2024-04-01|3"});
    query.grain = Grain::kQuarter;
    query.from = Instant("2024-01-01");
    ExpectLines(query,
                {"2024-01-01|1", "2024-04-01|2", "2024-07-01|0", "2024-10-01|1", "2025-01-01|0"});
    query.from = Instant("1968-04-01");
    query.to = Instant("1970-04-01");
    query.grain = Grain::kYear;
    ExpectLines(query, {"1968-04-01|1", "1969-04-01|0"});
  }
}

TEST_P(ConformanceTest, FiscalYearsFromTheLastMonths) {
  calendar().fiscal_start = 12;
  Table(Columns(), At({"2024-11-30 12:00:00", "2024-12-01 00:00:00", "2024-02-29 12:00:00"}));
  AddMetric("n", "count(*)", "at");
  ExpectLines(Periods::Of(Grain::kYear, "2023-12-01", "2025-12-01", "UTC"),
              {"2023-12-01|2", "2024-12-01|1"});
  ExpectLines(Periods::Of(Grain::kQuarter, "2023-12-01", "2024-12-01", "UTC"),
              {"2023-12-01|1", "2024-03-01|0", "2024-06-01|0", "2024-09-01|1"});
}

TEST_P(ConformanceTest, RangesAreHalfOpenInLocalTime) {
  Table(Columns(), At({"2024-03-09 05:00:00", "2024-03-10 04:59:59.999999", "2024-03-10 05:00:00",
                       "2024-03-11 03:59:59.999999", "2024-03-11 04:00:00"}));
  AddMetric("n", "count(*)", "at");
  ExpectLines(Periods::Of(Grain::kNone, "2024-03-10", "2024-03-11", "America/New_York"), {"2"});
  ExpectLines(Periods::Of(Grain::kNone, "2024-03-09", "2024-03-10", "America/New_York"), {"2"});
  ExpectLines(Periods::Of(Grain::kNone, "2024-03-11", "2024-03-12", "America/New_York"), {"1"});
}

}  // namespace
}  // namespace madad::conformance
