// File tables that change, under queries that run.
#include "adapters/duckdb/table_sources.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/status.h"
#include "core/text.h"
#include "support/status_matchers.h"
#include "unit/adapters/duckdb/fixture.h"

namespace madad::adapters::duckdb {
namespace {

namespace fs = std::filesystem;
using core::Type;
using madad::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class TableSourcesTest : public QueryFixture {
 protected:
  TableSourcesTest() {
    AddTable("leads", "id", "id,source\n1,web\n2,mail\n", {{.name = "id"}, {.name = "source"}});
    AddTable("deals", "id", "id\n1\n", {{.name = "id"}});
    catalog_.sources["crm"].watch_micros = 20'000;
    options_.settle = absl::Milliseconds(30);
    options_.now = [this] { return now_; };
  }

  void Open() {
    MADAD_ASSERT_OK_AND_ASSIGN(store_,
                               Store::Open({.threads = 2, .readable_folders = {folder_.path()}}));
    MADAD_ASSERT_OK_AND_ASSIGN(
        sources_, TableSources::Load(std::make_shared<const core::Definitions>(catalog_, metrics_),
                                    store_, options_));
  }

  core::TableData Table(const std::string& name) const {
    return sources_->world()->snapshot().tables.at(name);
  }
  std::string Id() const { return sources_->world()->snapshot().id; }

  // The first value of SQL on the store.
  std::string Ask(const std::string& sql) const {
    auto connection = store_->Borrow();
    const auto rows = (*connection)->Rows(sql);
    return rows.ok() ? rows->at(0).at(0) : std::string(rows.status().message());
  }
  std::string Schemas() const {
    return Ask(
        "SELECT count(*) FROM duckdb_schemas() WHERE NOT internal AND schema_name <> 'main'");
  }

  // Waits until it holds; false after long enough for a loaded machine.
  static bool Eventually(const std::function<bool()>& holds) {
    for (int i = 0; i < 1000; ++i) {
      if (holds()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }

  TableSourcesOptions options_;
  std::unique_ptr<TableSources> sources_;
};

TEST_F(TableSourcesTest, RefreshLoadsWhatChangedAndSharesTheRest) {
  Open();
  const auto old = sources_->world();
  const std::string deals = Table("deals").schema;
  MADAD_ASSERT_OK_AND_ASSIGN(auto names, sources_->Refresh("", false, {}));
  EXPECT_THAT(names, IsEmpty());
  EXPECT_EQ(sources_->world(), old);
  folder_.Write("leads.csv", "id,source\n1,web\n2,mail\n3,web\n");
  MADAD_ASSERT_OK_AND_ASSIGN(names, sources_->Refresh("crm", false, {}));
  EXPECT_THAT(names, ElementsAre("leads"));
  EXPECT_EQ(Table("leads").rows, 3);
  EXPECT_EQ(Table("deals").schema, deals);
  EXPECT_NE(Id(), old->snapshot().id);
  // The world that is in use stays as it was.
  EXPECT_EQ(old->snapshot().tables.at("leads").rows, 2);
  EXPECT_EQ(Ask(core::Cat("SELECT count(*) FROM \"", old->snapshot().tables.at("leads").schema,
                          "\".leads")),
            "2");
  MADAD_ASSERT_OK_AND_ASSIGN(names, sources_->Refresh("crm", true, {}));
  EXPECT_THAT(names, ElementsAre("deals", "leads"));
}

TEST_F(TableSourcesTest, UnknownSourceIsRefusedWithTheNearest) {
  Open();
  EXPECT_THAT(sources_->Refresh("crn", false, {}),
              StatusIs(absl::StatusCode::kNotFound, AllOf(HasSubstr("'crn'"), HasSubstr("crm"))));
  EXPECT_THAT(sources_->Check("crn", {}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("'crn'")));
}

TEST_F(TableSourcesTest, BadVersionKeepsTheLastGoodOneAndSaysWhy) {
  Open();
  const std::string id = Id();
  folder_.Write("leads.csv", "id,source\n1,web\n1,mail\n");
  MADAD_ASSERT_OK(sources_->Refresh("crm", false, {}));
  MADAD_EXPECT_OK(Table("leads").status);
  EXPECT_EQ(Table("leads").rows, 2);
  EXPECT_THAT(Table("leads").newer_version,
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("is not unique")));
  EXPECT_EQ(Id(), id);
  // The same bad version is not tried again; another one is.
  EXPECT_FALSE(sources_->HasChanged("crm"));
  fs::remove(folder_.path() / "leads.csv");
  EXPECT_TRUE(sources_->HasChanged("crm"));
  MADAD_ASSERT_OK(sources_->Refresh("crm", false, {}));
  EXPECT_THAT(Table("leads").newer_version,
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("leads.csv")));
  EXPECT_EQ(Ask(core::Cat("SELECT count(*) FROM \"", Table("leads").schema, "\".leads")), "2");
  folder_.Write("leads.csv", "id,source\n7,web\n");
  MADAD_ASSERT_OK(sources_->Refresh("crm", false, {}));
  MADAD_EXPECT_OK(Table("leads").newer_version);
  EXPECT_EQ(Table("leads").rows, 1);
}

TEST_F(TableSourcesTest, TableThatNeverLoadedSaysSoUntilItDoes) {
  folder_.Write("leads.csv", "id\n1\n");
  Open();
  EXPECT_THAT(Table("leads").status,
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("source")));
  MADAD_EXPECT_OK(Table("deals").status);
  EXPECT_EQ(Schemas(), "1");
  folder_.Write("leads.csv", "id,source\n1,web\n");
  MADAD_ASSERT_OK(sources_->Refresh("", false, {}));
  MADAD_EXPECT_OK(Table("leads").status);
}

TEST_F(TableSourcesTest, CheckReadsAnewAndPublishesNothing) {
  Open();
  const auto world = sources_->world();
  folder_.Write("leads.csv", "id,source\n1,web\n1,mail\n");
  MADAD_ASSERT_OK_AND_ASSIGN(const auto checked, sources_->Check("crm", {}));
  EXPECT_THAT(checked->tables.at("leads").status,
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("is not unique")));
  MADAD_EXPECT_OK(checked->tables.at("deals").status);
  EXPECT_EQ(sources_->world(), world);
  EXPECT_EQ(Schemas(), "2");
  EXPECT_TRUE(sources_->HasChanged("crm"));
}

TEST_F(TableSourcesTest, CancelledRefreshChangesNothing) {
  Open();
  const auto world = sources_->world();
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THAT(sources_->Refresh("crm", true, {.stop = stop.get_token()}),
              StatusIs(absl::StatusCode::kCancelled, HasSubstr("cancelled")));
  EXPECT_EQ(sources_->world(), world);
}

TEST_F(TableSourcesTest, FileThatIsWrittenWhileItIsReadIsNotPublished) {
  Open();
  std::string many = "id,source\n";
  for (int i = 0; i < 50'000; ++i) core::Append(&many, "a", i, ",web\n");
  folder_.Write("leads.csv", many);
  std::atomic<bool> done = false;
  std::atomic<int> written = 0;
  std::jthread writer([&] {
    std::ofstream file(folder_.path() / "leads.csv", std::ios::app);
    for (; !done; ++written) {
      file << "b" << written << ",web" << std::endl;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  EXPECT_TRUE(Eventually([&] { return written > 0; }));
  MADAD_ASSERT_OK(sources_->Refresh("crm", false, {}));
  EXPECT_THAT(Table("leads").newer_version,
              StatusIs(absl::StatusCode::kAborted, HasSubstr("rename it")));
  EXPECT_EQ(Table("leads").rows, 2);
  done = true;
  writer.join();
  MADAD_ASSERT_OK(sources_->Refresh("crm", false, {}));
  MADAD_EXPECT_OK(Table("leads").newer_version);
  EXPECT_EQ(Table("leads").rows, 50'000 + written);
}

TEST_F(TableSourcesTest, WatchNoticesAChangeAndABadOneAndEndsAtOnce) {
  Open();
  sources_->Start();
  folder_.Write("leads.csv", "id,source\n1,web\n2,mail\n3,web\n");
  EXPECT_TRUE(Eventually([&] { return Table("leads").rows == 3; }));
  folder_.Write("leads.csv", "id,source\n1\n");
  EXPECT_TRUE(Eventually([&] { return !Table("leads").newer_version.ok(); }));
  EXPECT_EQ(Table("leads").rows, 3);
  const absl::Time start = absl::Now();
  sources_.reset();
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
}

TEST_F(TableSourcesTest, BurstOfWritesIsLoadedWhenItHasSettled) {
  options_.settle = absl::Milliseconds(400);
  std::atomic<int> loads = 0;
  options_.log = [&](const std::string&) { ++loads; };
  Open();
  sources_->Start();
  // A loaded machine may hold the writer up for long enough to look settled.
  int pauses = 0;
  absl::Time last = absl::Now();
  for (int i = 0; i < 10; ++i) {
    std::ofstream(folder_.path() / "leads.csv", std::ios::app) << 100 + i << ",web\n";
    std::this_thread::sleep_for(std::chrono::milliseconds(40));
    if (absl::Now() - std::exchange(last, absl::Now()) >= options_.settle) ++pauses;
  }
  // A load is logged after readers see it.
  EXPECT_TRUE(Eventually([&] { return Table("leads").rows == 12 && loads > 0; }));
  EXPECT_LE(loads, 1 + pauses);
}

TEST_F(TableSourcesTest, SourceWithoutAWatchIsReadOnRequestOnly) {
  catalog_.sources["crm"].watch_micros = 0;
  Open();
  sources_->Start();
  folder_.Write("leads.csv", "id,source\n1,web\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_EQ(Table("leads").rows, 2);
  MADAD_ASSERT_OK(sources_->Refresh("crm", false, {}));
  EXPECT_EQ(Table("leads").rows, 1);
}

TEST_F(TableSourcesTest, CopyReplacesThePlainTableUnderTheSameId) {
  options_.copy_from_rows = 2;
  Open();
  const std::string id = Id();
  auto old = sources_->world();
  const std::string plain = Table("leads").schema;
  MADAD_ASSERT_OK_AND_ASSIGN(auto names, sources_->LayOut({}));
  EXPECT_THAT(names, ElementsAre("leads"));
  EXPECT_TRUE(Table("leads").optimized);
  EXPECT_FALSE(Table("deals").optimized);
  EXPECT_EQ(Id(), id);
  EXPECT_EQ(Table("leads").rows, 2);
  EXPECT_EQ(Schemas(), "3");
  old.reset();  // the last reader of the plain table
  EXPECT_EQ(Schemas(), "2");
  MADAD_ASSERT_OK_AND_ASSIGN(names, sources_->LayOut({}));
  EXPECT_THAT(names, IsEmpty());
}

TEST_F(TableSourcesTest, BackgroundLaysOutCopiesOfNewVersionsToo) {
  options_.copy_from_rows = 2;
  Open();
  sources_->Start();
  EXPECT_TRUE(Eventually([&] { return Table("leads").optimized; }));
  folder_.Write("leads.csv", "id,source\n1,web\n2,mail\n3,web\n");
  MADAD_ASSERT_OK(sources_->Refresh("crm", false, {}));
  EXPECT_TRUE(Eventually([&] { return Table("leads").optimized && Table("leads").rows == 3; }));
}

TEST_F(TableSourcesTest, NothingIsLeftOfOldVersions) {
  options_.copy_from_rows = 2;
  Open();
  for (int i = 0; i < 100; ++i) {
    std::string content = "id,source\n";
    for (int row = 0; row < 20; ++row) {
      core::Append(&content, 20 * i + row, row % 2 == 0 ? ",web\n" : ",mail\n");
    }
    folder_.Write("leads.csv", content);
    MADAD_ASSERT_OK(sources_->Refresh("crm", false, {}));
    MADAD_ASSERT_OK(sources_->LayOut({}));
  }
  EXPECT_EQ(Schemas(), "2");
  EXPECT_EQ(Ask("SELECT count(*) FROM duckdb_tables()"), "2");
  EXPECT_EQ(Ask("SELECT count(*) FROM duckdb_types() WHERE NOT internal"), "1");
  sources_.reset();
  EXPECT_EQ(Schemas(), "0");
}

// Every row carries the version of its file: an answer that mixes two shows.
class SwapTest : public TableSourcesTest {
 protected:
  SwapTest() {
    AddTable("facts", "", Content(0),
             {{.name = "version", .type = Type::kInt64}, {.name = "kind"}, {.name = "filler"}});
    catalog_.tables.at("facts").columns["at"] = {
        .name = "at", .from = "at", .type = Type::kTimestamp};
    for (const auto& [id, value] :
         {std::pair{"t.rows", "count(*)"}, {"t.low", "min(version)"}, {"t.high", "max(version)"}}) {
      AddMetric(id, "facts", "at").value = value;
    }
    options_.copy_from_rows = 100;
    options_.settle = absl::Milliseconds(5);
    catalog_.sources["crm"].watch_micros = 5'000;
  }

  static constexpr int kRows = 2000;

  static std::string Content(int version) {
    std::string content = "version,kind,filler,at\n";
    const std::string filler(static_cast<size_t>(20 + version % 7), 'x');
    for (int i = 0; i < kRows; ++i) {
      core::Append(&content, version, ",k", i % 5, ",", filler, ",2024-01-01 00:00:00\n");
    }
    return content;
  }

  void WriteInPlace(int version) { folder_.Write("facts.csv", Content(version)); }
  void RenameOver(int version) {
    folder_.Write("facts.new", Content(version));
    fs::rename(folder_.path() / "facts.new", folder_.path() / "facts.csv");
  }

  // Asks until `done`; every answer is of one version and whole.
  void Query(const std::atomic<bool>& done, std::atomic<int>& answers) const {
    while (!done) {
      const auto world = sources_->world();
      const auto result = core::RunQuery({.metrics = {"rows", "low", "high"}}, *world, {});
      ASSERT_TRUE(result.ok()) << result.status();
      const std::vector<core::ResultColumn>& columns = result->columns;
      ASSERT_TRUE(columns[0].At(0) == core::Value(int64_t{kRows}));
      ASSERT_TRUE(columns[1].At(0) == columns[2].At(0))
          << core::ToText(columns[1].At(0)) << " and " << core::ToText(columns[2].At(0));
      ++answers;
    }
  }
};

TEST_F(SwapTest, EveryAnswerIsOneWholeVersion) {
  Open();
  sources_->Start();
  std::atomic<bool> done = false;
  std::atomic<int> answers = 0;
  {
    std::vector<std::jthread> readers;
    for (int i = 0; i < 2; ++i) readers.emplace_back([&] { Query(done, answers); });
    for (int version = 1; version <= 300; ++version) {
      version % 3 == 0 ? WriteInPlace(version) : RenameOver(version);
      // Some versions are read, some are replaced while they are.
      std::this_thread::sleep_for(std::chrono::milliseconds(version % 10 == 0 ? 60 : 7));
    }
    // A file cut short in the middle of a line is not published either.
    EXPECT_TRUE(Eventually([&] { return Table("facts").rows == kRows; }));
    RenameOver(1000);
    EXPECT_TRUE(Eventually([&] {
      return Ask(core::Cat("SELECT min(version) FROM \"", Table("facts").schema, "\".\"",
                           Table("facts").relation, "\"")) == "1000";
    }));
    done = true;
  }
  EXPECT_GT(answers, 100);
  EXPECT_TRUE(Eventually([&] { return Table("facts").optimized; }));
  EXPECT_TRUE(Eventually([&] { return Schemas() == "3"; })) << Schemas();
}

}  // namespace
}  // namespace madad::adapters::duckdb
