// How far copies are.
#include "adapters/duckdb/copy_progress.h"

#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"

namespace madad::adapters::duckdb {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CopyProgressTest, CountsTheRowsOfCopiesThatGoOn) {
  CopyProgress progress([](const std::string&) {});
  EXPECT_THAT(progress.now(), IsEmpty());
  std::optional<CopyProgress::Copy> leads(std::in_place, progress, "leads", 100);
  CopyProgress::Copy orders(progress, "orders", 0);
  leads->Add(20);
  leads->Add(5);
  const auto now = progress.now();
  ASSERT_EQ(now.size(), 2u);
  EXPECT_EQ(now.at("leads").rows, 25);
  EXPECT_EQ(now.at("leads").rows_before, 100);
  EXPECT_LE(now.at("leads").since, absl::Now());
  EXPECT_EQ(now.at("orders").rows, 0);
  leads.reset();
  EXPECT_EQ(progress.now().count("leads"), 0u);
}

// A check reads a table while a refresh does.
TEST(CopyProgressTest, OfTwoCopiesOfATableTheFurtherCounts) {
  CopyProgress progress([](const std::string&) {});
  CopyProgress::Copy one(progress, "leads", 0);
  {
    CopyProgress::Copy other(progress, "leads", 0);
    one.Add(3);
    other.Add(8);
    EXPECT_EQ(progress.now().at("leads").rows, 8);
  }
  EXPECT_EQ(progress.now().at("leads").rows, 3);
}

TEST(CopyProgressTest, ALongCopyIsLogged) {
  std::vector<std::string> lines;
  CopyProgress progress([&lines](const std::string& line) { lines.push_back(line); },
                        absl::ZeroDuration());
  CopyProgress::Copy(progress, "leads", 100).Add(20);
  CopyProgress::Copy(progress, "orders", 0).Add(7);
  EXPECT_THAT(lines, ElementsAre("table leads: 20 rows copied so far, of 100 the last time",
                                 "table orders: 7 rows copied so far"));
  CopyProgress quiet([&lines](const std::string& line) { lines.push_back(line); });
  CopyProgress::Copy(quiet, "leads", 0).Add(20);
  EXPECT_EQ(lines.size(), 2u);
}

}  // namespace
}  // namespace madad::adapters::duckdb
