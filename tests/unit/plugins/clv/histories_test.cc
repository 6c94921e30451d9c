// Telling purchase histories apart.
#include "purchases/histories.h"

#include <limits>
#include <map>
#include <random>
#include <stdexcept>
#include <tuple>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace clv {
namespace {

using Parts = std::tuple<int32_t, int32_t, int32_t>;

Parts PartsOf(const History& history) { return {history.x, history.age, history.recency}; }

// Random histories with ages up to `most`, many of them equal.
std::vector<History> RandomHistories(int32_t most, uint32_t seed) {
  std::mt19937 random(seed);
  const auto one_of = [&](int32_t steps, int32_t step) {
    return static_cast<int32_t>(random() % static_cast<uint32_t>(steps)) * step;
  };
  std::vector<History> made;
  for (int i = 0; i < 5000; ++i) {
    History history{one_of(4, 3), 0, one_of(8, most / 7)};
    if (history.x > 0) history.recency = history.age - history.age / (1 + one_of(5, 1));
    made.push_back(history);
  }
  return made;
}

void ExpectToldApart(const std::vector<History>& customers) {
  std::map<Parts, double> expected;
  for (const History& history : customers) expected[PartsOf(history)] += 1;
  std::vector<uint32_t> group_of;
  const Histories made = Compress(customers, 1, &group_of);
  ASSERT_EQ(made.groups.size(), expected.size());
  auto next = expected.begin();
  for (const Histories::Group& group : made.groups) {
    EXPECT_EQ(PartsOf(group.history), next->first);
    EXPECT_EQ(group.weight, next->second);
    ++next;
  }
  ASSERT_EQ(group_of.size(), customers.size());
  for (size_t i = 0; i < customers.size(); ++i) {
    EXPECT_EQ(PartsOf(made.groups[group_of[i]].history), PartsOf(customers[i])) << i;
  }
}

TEST(HistoriesTest, EqualHistoriesAreOneGroupInOrder) {
  for (uint32_t seed = 1; seed <= 5; ++seed) {
    ExpectToldApart(RandomHistories(20, seed));
    ExpectToldApart(RandomHistories(3000, seed));
  }
}

TEST(HistoriesTest, AgesOfAnyLengthAreToldApart) {
  ExpectToldApart(RandomHistories(std::numeric_limits<int32_t>::max(), 1));
  ExpectToldApart({{0, 0, 0}});
  ExpectToldApart({});
}

TEST(HistoriesTest, AnUnsoundHistoryIsNamed) {
  try {
    Compress(std::vector<History>{{0, 0, 5}, {2, 7, 5}}, 1);
    FAIL() << "expected an error";
  } catch (const std::invalid_argument& e) {
    EXPECT_THAT(e.what(), testing::HasSubstr("customer 1 has x = 2, recency 7 and age 5"));
  }
}

}  // namespace
}  // namespace clv
