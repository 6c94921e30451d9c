// Keys that are told to be unique by their hashes, or not to be.
#include "adapters/duckdb/key_hashes.h"

#include <random>

#include <gmock/gmock.h>

#include "adapters/duckdb/fast_load.h"
#include "adapters/duckdb/text_layout.h"
#include "unit/adapters/duckdb/load_fixture.h"

namespace madad::adapters::duckdb {
namespace {

using ::testing::HasSubstr;

// Of `hashes`, added in pieces.
bool AreDistinct(const std::vector<uint64_t>& hashes) {
  KeyHashes keys;
  for (size_t begin = 0; begin < hashes.size(); begin += 1000) {
    const size_t end = std::min(hashes.size(), begin + 1000);
    keys.Add({hashes.data() + begin, hashes.data() + end}, 0);
  }
  EXPECT_EQ(keys.rows(), hashes.size());
  const bool distinct = keys.AreDistinct();
  EXPECT_EQ(keys.AreDistinct(), distinct);
  return distinct;
}

TEST(KeyHashesTest, FindsOneThatRepeatsAmongMany) {
  std::mt19937_64 random(7);
  std::vector<uint64_t> hashes(30'000);
  for (uint64_t& hash : hashes) hash = random();
  ASSERT_TRUE(AreDistinct(hashes));
  for (const size_t place : {size_t{0}, size_t{999}, size_t{1000}, size_t{20'000}}) {
    std::vector<uint64_t> repeated = hashes;
    repeated.back() = hashes[place];
    EXPECT_FALSE(AreDistinct(repeated)) << place;
  }
}

TEST(KeyHashesTest, StandsHashesThatAreAlike) {
  EXPECT_TRUE(AreDistinct({}));
  EXPECT_TRUE(AreDistinct({0}));
  EXPECT_FALSE(AreDistinct({0, 5, 0}));
  std::vector<uint64_t> alike;
  for (uint64_t i = 0; i < 3000; ++i) alike.push_back(i << 20);
  EXPECT_TRUE(AreDistinct(alike));
  alike.push_back(alike[1]);
  EXPECT_FALSE(AreDistinct(alike));
}

TEST(KeyHashesTest, CountsRowsWithoutAKey) {
  KeyHashes keys;
  keys.Add({7, 8}, 3);
  keys.Add({}, 2);
  EXPECT_EQ(keys.rows(), 7);
  EXPECT_EQ(keys.nulls(), 5);
  EXPECT_TRUE(keys.AreDistinct());
}

// More rows than one thread takes at once; more files than one statement.
class KeysOfFilesTest : public LoadFixture {
 protected:
  static constexpr int kFiles = 66;
  static constexpr int kRows = 4000;

  KeysOfFilesTest() {
    table_.files = "*.csv";
    table_.key = "id";
    AddColumn({.name = "id"});
  }

  void Write(const std::string& last) {
    for (int file = 0; file < kFiles; ++file) {
      std::string text = "id\n";
      for (int row = 0; row < kRows; ++row) {
        core::Append(&text, "lead ", file * kRows + row, " of some length\n");
      }
      if (file == kFiles - 1 && !last.empty()) core::Append(&text, last, "\n");
      folder_.Write(core::Cat(file + 10, ".csv"), text);
    }
  }
};

TEST_F(KeysOfFilesTest, AreVerifiedOverAllOfThem) {
  Write("lead x");
  const core::TableData& data = Load();
  EXPECT_TRUE(data.status.ok()) << data.status;
  EXPECT_TRUE(data.key_verified);
  EXPECT_EQ(data.rows, kFiles * kRows + 1);
  Write("lead 17 of some length");
  EXPECT_EQ(core::DetailOf(Load().status).reason, "KEY_NOT_UNIQUE");
  EXPECT_THAT(std::string(loaded_.data.status.message()),
              HasSubstr("1 values repeat, such as 'lead 17 of some length' in 2 rows"));
}

TEST_F(KeysOfFilesTest, AreNotedWhileTheFilesAreRead) {
  Write("");
  Open();
  const core::Source source = Source();
  MADAD_ASSERT_OK_AND_ASSIGN(Store::Loan connection, store_->Borrow());
  LoadContext context{source, table_, *store_, *connection, schema_, {}, {}, {}};
  MADAD_ASSERT_OK_AND_ASSIGN(context.files, FindFiles(source, table_));
  const TextLayout layout{.header = {"id"}};
  const absl::Status status = LoadFast(context, std::vector(kFiles, layout));
  ASSERT_TRUE(status.ok()) << status;
  ASSERT_NE(context.key_hashes, nullptr);
  EXPECT_EQ(context.key_hashes->rows(), kFiles * kRows);
  EXPECT_EQ(context.key_hashes->nulls(), 0);
  EXPECT_TRUE(context.key_hashes->AreDistinct());
}

TEST_F(KeysOfFilesTest, TheFirstOfAllCounts) {
  table_.duplicates = {.keep = core::Keep::kFirst};
  Write("lead 17 of some length");
  const core::TableData& data = Load();
  EXPECT_TRUE(data.status.ok()) << data.status;
  EXPECT_TRUE(data.key_verified);
  EXPECT_EQ(data.rows, kFiles * kRows);
  EXPECT_EQ(data.load.duplicates_dropped, 1);
  ExpectAllRowsAccountedFor();
}

TEST_F(KeysOfFilesTest, WholeNumbersAreKeysToo) {
  table_.files = "n.csv";
  table_.columns["id"].type = core::Type::kInt64;
  folder_.Write("n.csv", "id,x\n1,a\n2,b\n1.0,c\n");
  EXPECT_THAT(std::string(Load().status.message()), HasSubstr("such as '1' in 2 rows"));
  folder_.Write("n.csv", "id,x\n1,a\n,b\n3,c\n,d\n");
  EXPECT_THAT(std::string(Load().status.message()), HasSubstr("key 'id' is empty in 2 rows;"));
  folder_.Write("n.csv", "id,x\n1,a\n,b\n1,c\n");
  EXPECT_THAT(std::string(Load().status.message()),
              HasSubstr("is empty in 1 rows and is not unique: 1 values repeat"));
}

}  // namespace
}  // namespace madad::adapters::duckdb
