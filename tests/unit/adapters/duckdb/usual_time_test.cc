// Times of the usual form, read here and by the engine.
#include "adapters/duckdb/usual_time.h"

#include <random>

#include "adapters/duckdb/dialect.h"
#include "unit/adapters/duckdb/load_fixture.h"

namespace madad::adapters::duckdb {
namespace {

class UsualTimeTest : public LoadFixture {};

TEST_F(UsualTimeTest, ReadsDayAndTimeOfDay) {
  EXPECT_EQ(ReadUsualTime("1970-01-02 00:00:01"), 86'401'000'000);
  EXPECT_EQ(ReadUsualTime("1969-12-31T23:59:59"), -1'000'000);
  EXPECT_EQ(ReadUsualTime("2024-02-29 12:30:00"), 1'709'209'800'000'000);
}

TEST_F(UsualTimeTest, LeavesEveryOtherForm) {
  for (const char* text : {"",
                           "2024-01-31",
                           "2024-01-31 08:00",
                           "2024-01-31 08:00:00Z",
                           "2024-01-31 08:00:00.5",
                           " 2024-01-31 08:00:0",
                           "2024-02-30 08:00:00",
                           "2023-02-29 08:00:00",
                           "2024-00-01 08:00:00",
                           "2024-13-01 08:00:00",
                           "2024-01-00 08:00:00",
                           "2024-01-32 08:00:00",
                           "2024-01-31 24:00:00",
                           "2024-01-31 08:60:00",
                           "2024-01-31 08:00:60",
                           "2024/01/31 08:00:00",
                           "2024-01-31_08:00:00",
                           "2024-01-31 08.00.00",
                           "2o24-01-31 08:00:00",
                           "0000-01-31 08:00:00"}) {
    EXPECT_EQ(ReadUsualTime(text), std::nullopt) << text;
  }
}

// Any digits at all in their places, one of them replaced now and then.
TEST_F(UsualTimeTest, IsWhatTheEngineReads) {
  Open();
  std::mt19937 random(7);
  int read = 0;
  for (int i = 0; i < 4000; ++i) {
    std::string text =
        absl::StrFormat("%04d-%02d-%02d %02d:%02d:%02d", random() % 10'000, random() % 14,
                        random() % 33, random() % 25, random() % 61, random() % 61);
    if (i % 4 == 0) text[random() % text.size()] = "0123456789T:- ./"[random() % 16];
    const std::optional<int64_t> micros = ReadUsualTime(text);
    if (!micros.has_value()) continue;
    ++read;
    const std::string sql =
        core::Cat("SELECT epoch_us(TRY_CAST(", QuoteText(text), " AS TIMESTAMP))");
    ASSERT_EQ(Ask(sql), std::vector<std::string>{core::Cat(*micros)}) << text;
  }
  EXPECT_GT(read, 2000);
}

}  // namespace
}  // namespace madad::adapters::duckdb
