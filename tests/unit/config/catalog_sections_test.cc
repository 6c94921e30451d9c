// Sources, tables, stages and the rest as they are read: every key that is not
// in catalog_file_test.cc.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/config/example.h"

namespace madad::config {
namespace {

using ::madad::config::testing::ExampleWith;
using ::madad::config::testing::Lines;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr int64_t kMicrosPerSecond = 1'000'000;

class CatalogSectionsTest : public testing::CatalogFolder {
 protected:
  // The example with `from` replaced by `to`; nothing may be wrong with it.
  core::Catalog Read(const std::string& from, const std::string& to) const {
    CatalogFile file = Parse(ExampleWith(from, to));
    EXPECT_THAT(Lines(file), IsEmpty());
    return std::move(file.catalog);
  }
  std::vector<std::string> With(const std::string& from, const std::string& to) const {
    return Lines(Parse(ExampleWith(from, to)));
  }
};

TEST_F(CatalogSectionsTest, ReadsHowOftenFilesAreLookedAt) {
  const auto watch = [this](const std::string& text) {
    return Read("root: data", "root: data, watch: " + text).sources.at("crm").watch_micros;
  };
  EXPECT_EQ(watch("1min"), 60 * kMicrosPerSecond);
  EXPECT_EQ(watch("100ms"), kMicrosPerSecond / 10);
  EXPECT_EQ(watch("never"), 0);
  EXPECT_EQ(Read("root: data", "root: data").sources.at("crm").watch_micros, 10 * kMicrosPerSecond);
}

TEST_F(CatalogSectionsTest, RefusesOtherWatches) {
  const auto watch = [this](const std::string& text) {
    return With("root: data", "root: data, watch: " + text);
  };
  EXPECT_THAT(watch("often"),
              ElementsAre(StartsWith("catalog.yaml:2:34: sources.crm.watch: 'often' is not a ")));
  EXPECT_THAT(watch("0s"), ElementsAre(HasSubstr("watch: '0s' is no time at all")));
  EXPECT_THAT(watch("-1s"), ElementsAre(HasSubstr("watch: '-1s' is no time at all")));
  EXPECT_THAT(watch("1ms"), ElementsAre(HasSubstr("is too often; expected at least 100ms")));
  EXPECT_THAT(watch("1mo"), ElementsAre(HasSubstr("has no fixed length")));
}

TEST_F(CatalogSectionsTest, ReadsHowATableIsWritten) {
  const core::Table leads =
      Read("csv: {delimiter: \";\"}",
           "format: csv\n    bad_rows: skip\n    csv: {delimiter: ';', quote: \"'\", encoding: "
           "windows-1255, decimal_separator: ',', thousands_separator: '.', skip: 3}")
          .tables.at("leads");
  EXPECT_EQ(leads.format, core::FileFormat::kCsv);
  EXPECT_EQ(leads.bad_rows, core::BadRows::kSkip);
  EXPECT_EQ(leads.text.delimiter, ";");
  EXPECT_EQ(leads.text.quote, "'");
  EXPECT_EQ(leads.text.encoding, "windows-1255");
  EXPECT_EQ(leads.text.decimal_separator, ",");
  EXPECT_EQ(leads.text.thousands_separator, ".");
  EXPECT_EQ(leads.text.skip, 3);
}

TEST_F(CatalogSectionsTest, ReadsEveryWordOfATable) {
  const std::pair<const char*, core::FileFormat> formats[] = {
      {"tsv", core::FileFormat::kTsv},
      {"json", core::FileFormat::kJson},
      {"parquet", core::FileFormat::kParquet}};
  for (const auto& [word, format] : formats) {
    const std::string line = std::string("key: opportunity_id\n    format: ") + word;
    EXPECT_EQ(Read("key: opportunity_id", line).tables.at("opportunities").format, format);
  }
  const auto reject = Read("key: lead_id", "key: lead_id\n    bad_rows: reject_file");
  EXPECT_EQ(reject.tables.at("leads").bad_rows, core::BadRows::kRejectFile);
  const auto first = Read("key: lead_id", "key: lead_id\n    duplicates: {keep: first}");
  EXPECT_EQ(first.tables.at("leads").duplicates.keep, core::Keep::kFirst);
}

TEST_F(CatalogSectionsTest, ReadsDuplicates) {
  const core::Table leads =
      Read("key: lead_id", "key: lead_id\n    duplicates: {keep: latest, by: created_at}")
          .tables.at("leads");
  EXPECT_EQ(leads.duplicates.keep, core::Keep::kLatest);
  EXPECT_EQ(leads.duplicates.by, "created_at");
  EXPECT_EQ(Read("key: lead_id", "key: lead_id").tables.at("leads").duplicates.keep,
            core::Keep::kFail);
}

TEST_F(CatalogSectionsTest, ReadsATableOfAQuery) {
  const core::Table table =
      Read("files: opps.csv", "query: SELECT * FROM leads").tables.at("opportunities");
  EXPECT_EQ(table.query, "SELECT * FROM leads");
  EXPECT_EQ(table.files, "");
}

TEST_F(CatalogSectionsTest, UnknownWordsHaveTheirLineAndTheNearest) {
  EXPECT_THAT(With("key: lead_id", "key: lead_id\n    format: cvs"),
              ElementsAre("catalog.yaml:9:5: tables.leads.format: unknown format 'cvs'; did you "
                          "mean csv?"));
  EXPECT_THAT(With("key: lead_id", "key: lead_id\n    bad_rows: ignore"),
              ElementsAre("catalog.yaml:9:5: tables.leads.bad_rows: unknown way to treat bad rows "
                          "'ignore'; expected one of fail, reject_file, skip"));
  // What `by` means is not known then, so nothing is said of it.
  EXPECT_THAT(With("key: lead_id", "key: lead_id\n    duplicates: {keep: lates, by: nothing}"),
              ElementsAre("catalog.yaml:9:18: tables.leads.duplicates.keep: unknown way to keep "
                          "rows 'lates'; did you mean latest?"));
}

TEST_F(CatalogSectionsTest, ReadsStagesInBothForms) {
  const std::string at = "calendar: {timezone";
  for (const std::string list :
       {"[{id: new, at: created_at}, {id: late, at: created_at}]",
        "{stages: [{id: new, at: created_at}, {id: late, at: created_at}]}"}) {
    const core::Catalog catalog = Read(at, "stages:\n  lead: " + list + "\n" + at);
    const std::vector<core::Stage>& stages = catalog.stages.at("lead");
    ASSERT_EQ(stages.size(), 2U);
    EXPECT_EQ(stages[0].id, "new");
    EXPECT_EQ(stages[0].at, "created_at");
    EXPECT_EQ(stages[1].id, "late");
  }
}

TEST_F(CatalogSectionsTest, ProblemsOfStagesHaveTheirPlace) {
  const auto stages = [this](const std::string& list) {
    return With("calendar: {timezone", "stages:\n  lead: " + list + "\ncalendar: {timezone");
  };
  EXPECT_THAT(stages("[{id: new, at: created_at}, {id: new, at: created}]"),
              ElementsAre("catalog.yaml:32:38: stages.lead[1].id: stage 'new' is listed twice; an "
                          "entity enters a stage once",
                          "catalog.yaml:32:47: stages.lead[1].at: table leads has no column "
                          "'created'; did you mean created_at?"));
  EXPECT_THAT(stages("[{id: new}]"),
              ElementsAre("catalog.yaml:32:10: stages.lead[0].at: required key 'at' is missing"));
  EXPECT_THAT(stages("new"), ElementsAre("catalog.yaml:32:9: stages.lead: expected keys and "
                                         "values, found 'new'"));
  EXPECT_THAT(stages("[]"), ElementsAre(StartsWith("catalog.yaml:32:3: stages.lead: has no")));
}

TEST_F(CatalogSectionsTest, ReadsTheOrderOfADimension) {
  EXPECT_THAT(Read("{leads: source, opp", "{order: [Website, Facebook], leads: source, opp")
                  .dimensions.at("source")
                  .order,
              ElementsAre("Website", "Facebook"));
  EXPECT_THAT(With("{leads: source, opp", "{order: [a, b, a], leads: source, opp"),
              ElementsAre("catalog.yaml:29:26: dimensions.source.order[2]: value 'a' is listed "
                          "twice"));
}

TEST_F(CatalogSectionsTest, ReadsHowFarDataIsKnown) {
  const auto as_of = [this](const std::string& text) {
    const core::Catalog catalog =
        Read("calendar: {timezone", "as_of: {crm: " + text + "}\ncalendar: {timezone");
    return catalog.as_of.contains("crm") ? core::ToText(catalog.as_of.at("crm")) : "newest";
  };
  EXPECT_EQ(as_of("newest_event"), "newest");
  // A date is its end, by the clock of the source: UTC+2 in winter, +3 in summer.
  EXPECT_EQ(as_of("2024-12-31"), "2024-12-31T22:00:00Z");
  EXPECT_EQ(as_of("2024-06-30"), "2024-06-30T21:00:00Z");
  EXPECT_EQ(as_of("2024-06-30T12:00:00"), "2024-06-30T09:00:00Z");
  EXPECT_EQ(as_of("'2024-06-30 12:00'"), "2024-06-30T09:00:00Z");
  EXPECT_EQ(as_of("2024-06-30T12:00:00Z"), "2024-06-30T12:00:00Z");
  EXPECT_EQ(as_of("2024-06-30T12:00:00-05:00"), "2024-06-30T17:00:00Z");
}

TEST_F(CatalogSectionsTest, RefusesOtherInstants) {
  const auto as_of = [this](const std::string& entry) {
    return With("calendar: {timezone", "as_of: {" + entry + "}\ncalendar: {timezone");
  };
  EXPECT_THAT(as_of("cmr: newest_event"),
              ElementsAre("catalog.yaml:31:9: as_of.cmr: no source 'cmr'; did you mean crm?"));
  EXPECT_THAT(as_of("crm: 2024-02-30"),
              ElementsAre(StartsWith("catalog.yaml:31:9: as_of.crm: '2024-02-30' is no instant; "
                                     "expected newest_event, a day")));
  EXPECT_THAT(as_of("crm: [2024]"), ElementsAre(HasSubstr("expected text, found a list")));
}

TEST_F(CatalogSectionsTest, ReadsTheFiscalYear) {
  EXPECT_EQ(Read("week_start: sunday", "fiscal_start: 4").calendar.fiscal_start, 4);
  EXPECT_EQ(Read("week_start: sunday", "week_start: sunday").calendar.fiscal_start, 1);
  for (const std::string month : {"0", "13", "-1"}) {
    EXPECT_THAT(With("week_start: sunday", "fiscal_start: " + month),
                ElementsAre("catalog.yaml:31:38: calendar.fiscal_start: there is no month " +
                            month + "; expected 1 (January) to 12 (December)"));
  }
  EXPECT_THAT(With("week_start: sunday", "fiscal_start: april"),
              ElementsAre(HasSubstr("expected a whole number of at most 32 bits, found 'april'")));
}

TEST_F(CatalogSectionsTest, ReadsBusinessHours) {
  const std::string written =
      "week_start: sunday, business_hours: {sunday-tuesday: \"09:00-18:00\", friday: "
      "\"08:30-24:00\"}, holidays: [2025-10-03, 2025-10-02]";
  const auto hours = Read("week_start: sunday", written).calendar.business_hours;
  ASSERT_TRUE(hours.has_value());
  constexpr int64_t kHour = 3600 * kMicrosPerSecond;
  const core::BusinessHours::Day day{9 * kHour, 18 * kHour};
  const core::BusinessHours::Day closed;
  EXPECT_THAT(hours->days,
              ElementsAre(day, day, closed, closed,
                          core::BusinessHours::Day{17 * kHour / 2, 24 * kHour}, closed, day));
  EXPECT_EQ(hours->zone, "Asia/Jerusalem");
  ASSERT_EQ(hours->holidays.size(), 2u);
  EXPECT_LT(hours->holidays[0], hours->holidays[1]);
  EXPECT_FALSE(Read("week_start: sunday", "week_start: sunday").calendar.business_hours);
}

TEST_F(CatalogSectionsTest, RefusesOtherBusinessHours) {
  const auto hours = [this](const std::string& text) {
    return With("week_start: sunday", "week_start: sunday, " + text);
  };
  EXPECT_THAT(hours("business_hours: {sonday: \"09:00-18:00\"}"),
              ElementsAre(HasSubstr("calendar.business_hours.sonday: 'sonday' is no weekday")));
  for (const char* text : {"9-18", "18:00-09:00", "09:00-24:01", "09:60-10:00", "09:00"}) {
    EXPECT_THAT(hours("business_hours: {sunday: \"" + std::string(text) + "\"}"),
                ElementsAre(HasSubstr("are no hours")))
        << text;
  }
  EXPECT_THAT(hours("business_hours: {sunday: \"09:00-18:00\", saturday-monday: \"10:00-11:00\"}"),
              ElementsAre(HasSubstr("says the hours of sunday, which another key says too")));
  EXPECT_THAT(hours("holidays: [2025-10-02]"),
              ElementsAre(HasSubstr("mean nothing without business_hours")));
  EXPECT_THAT(hours("business_hours: {sunday: \"09:00-18:00\"}, holidays: [soon]"),
              ElementsAre(HasSubstr("calendar.holidays[0]: 'soon' is no day")));
}

TEST_F(CatalogSectionsTest, ReadsRates) {
  const auto rates = [this](const std::string& more) {
    return Read("dimensions:",
                "  fx:\n    source: crm\n    files: fx.csv\n    columns: {currency: , day: {type: "
                "date}, "
                "rate: {type: \"decimal(4)\"}}\nrates: {table: fx, to: ILS" +
                    more + "}\ndimensions:")
        .rates;
  };
  ASSERT_TRUE(rates(""));
  EXPECT_EQ(rates("")->table, "fx");
  EXPECT_EQ(rates("")->to, "ILS");
  EXPECT_FALSE(rates("")->at_as_of);
  EXPECT_EQ(rates("")->max_age_days, 7);
  EXPECT_TRUE(rates(", date: as_of")->at_as_of);
  EXPECT_EQ(rates(", max_age: 31d")->max_age_days, 31);
  EXPECT_FALSE(Read("week_start: sunday", "week_start: sunday").rates);
}

TEST_F(CatalogSectionsTest, RefusesOtherRates) {
  const auto rates = [this](const std::string& text) {
    return With("dimensions:", "rates: {table: leads, to: ILS" + text + "}\ndimensions:");
  };
  EXPECT_THAT(rates(""), Contains(HasSubstr("it needs a column 'currency'")));
  EXPECT_THAT(rates(", date: today"), Contains(HasSubstr("unknown rate date 'today'")));
  EXPECT_THAT(rates(", max_age: 1h"), Contains(HasSubstr("'1h' is no number of days")));
  EXPECT_THAT(With("dimensions:", "rates: {table: leads}\ndimensions:"),
              Contains(HasSubstr("rates.to")));
}

}  // namespace
}  // namespace madad::config
