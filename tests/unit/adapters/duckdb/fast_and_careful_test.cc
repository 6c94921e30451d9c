// DuckDB's reader and ours must agree: what the fast way takes, the careful
// way takes too, as the same values.
#include <random>

#include "adapters/duckdb/fast_load.h"
#include "adapters/duckdb/text_layout.h"
#include "unit/adapters/duckdb/load_fixture.h"

namespace madad::adapters::duckdb {
namespace {

using core::Type;

class FastAndCarefulTest : public LoadFixture {
 protected:
  FastAndCarefulTest() {
    AddColumn({.name = "at", .type = Type::kTimestamp});
    AddColumn({.name = "day", .type = Type::kDate});
    AddColumn({.name = "name"});
    AddColumn({.name = "paid", .type = Type::kBool});
    AddColumn({.name = "rate", .type = Type::kDouble});
    AddColumn({.name = "size", .type = Type::kInt64});
    AddColumn({.name = "total", .type = Type::kDecimal, .scale = 2});
  }

  absl::Status Fast() {
    Open();
    const core::Source source = Source();
    MADAD_ASSIGN_OR_RETURN(Store::Loan connection, store_->Borrow());
    LoadContext context{source, table_, *store_, *connection, schema_, {}, {}, {}};
    MADAD_ASSIGN_OR_RETURN(context.files, FindFiles(source, table_));
    MADAD_ASSIGN_OR_RETURN(const bool is_local, store_->local_times().Add(source.timezone));
    if (is_local) context.zone = source.timezone;
    MADAD_ASSIGN_OR_RETURN(RecordReader reader, OpenText(source, table_, context.files[0]));
    MADAD_ASSIGN_OR_RETURN(const TextLayout layout, ReadLayout(table_, context.files[0], reader));
    return LoadFast(context, {layout});
  }

  // Returns whether the fast way took the file.
  bool Compare(const std::string& content) {
    folder_.Write("t.csv", content);
    const absl::Status fast = Fast();
    if (!fast.ok()) return false;
    const std::vector<std::string> rows = Rows();
    table_.bad_rows = core::BadRows::kFail;
    const auto careful = LoadSlowly();
    EXPECT_TRUE(careful.ok()) << careful.status() << "\n" << content;
    if (careful.ok()) {
      EXPECT_EQ(Rows(), rows) << content;
    }
    return true;
  }
};

constexpr std::string_view kHeader = "at,day,name,paid,rate,size,total\n";

TEST_F(FastAndCarefulTest, ValuesOfEveryFormAgree) {
  const std::map<std::string, std::vector<std::string>> forms = {
      {"at",
       {"2024-01-15 10:00:00",
        "2024-01-15T10:00:00",
        "2024-01-15",
        "2024-01-15 10:00",
        "2024-01-15 10:00:00.5",
        "2024-01-15T10:00:00Z",
        "2024-01-15 10:00:00+02",
        "2024-01-15T10:00:00-03:30",
        "2024-1-5 1:00:00",
        "2024-1-5 1:00:00+02",
        "2024/01/15 10:00:00",
        "2024-02-30 10:00:00",
        "2024-01-15 25:00:00",
        "epoch",
        "infinity",
        "now",
        "15/01/2024",
        "2024-01-15 10:00:00 PM",
        " 2024-01-15 10:00:00 ",
        "2024-01-15 10:00:00 UTC",
        "2024-01-15 10:00:00 Europe/Paris",
        "x"}},
      {"day",
       {"2024-01-15", "2024/01/15", "2024-1-5", "2024-01-15x", "2024-01-1x", "2024-01-15 10:00:00",
        "20240115", "2023-02-29", "infinity", "epoch", " 2024-01-15"}},
      {"paid", {"true", "false", "1", "0", "t", "yes", "no", "TRUE", "2", "maybe", " true"}},
      {"rate",
       {"1.5", "-1e3", "nan", "inf", "-Infinity", "1e400", "0x10", ".5", "5.", "1,5", "1_0", " 1 ",
        "+1"}},
      {"size",
       {"1", "-7", "1.5", "12.0", "1e3", "15e-1", "0x1F", "0b1", "1_000", " 12 ",
        "9007199254740993", "9223372036854775807", "9223372036854775808", "nan", "+5", "1 000",
        "--1", "0.9999999999999999999"}},
      {"total",
       {"1.5", "1.239", "-0.01", "1e2", "9999999999999999.99", "99999999999999999", "nan", "1_0",
        " 1 ", "1.2.3", "$5"}},
  };
  const std::vector<std::string> columns = {"at", "day", "name", "paid", "rate", "size", "total"};
  for (const std::string timezone : {"UTC", "Asia/Jerusalem"}) {
    timezone_ = timezone;
    int taken = 0;
    int refused = 0;
    for (const auto& [column, texts] : forms) {
      for (const std::string& text : texts) {
        std::vector<std::string> row(columns.size());
        const auto at = std::find(columns.begin(), columns.end(), column) - columns.begin();
        row[static_cast<size_t>(at)] =
            text.find(',') == std::string::npos ? text : "\"" + text + "\"";
        SCOPED_TRACE(core::Cat(column, " '", text, "' ", timezone));
        Compare(core::Cat(kHeader, absl::StrJoin(row, ","), "\n")) ? ++taken : ++refused;
      }
    }
    EXPECT_GT(taken, 35);
    EXPECT_GT(refused, 20);
  }
}

TEST_F(FastAndCarefulTest, DamagedFilesAgree) {
  std::string good(kHeader);
  for (int i = 0; i < 6; ++i) {
    core::Append(&good, "2024-01-0", i + 1, " 10:00:00,2024-01-15,\"a, \"\"b\"\"\nc", i,
                 "\",true,1.5,", i, ",2.25\n");
    core::Append(&good, "2024-01-15 10:00:00,,plain ", i, ",,,,\n");
  }
  ASSERT_TRUE(Compare(good));
  const std::string_view pieces[] = {"\"", ",", "\n", "\r", "\r\n", " ",    "\"\"", "\xFF", "é",
                                     "0",  ".", "\\", "'",  ";",    "\n\n", " \"",  "\" ",  ",\n"};
  std::mt19937 random(7);  // the same files every time
  int taken = 0;
  constexpr int kFiles = 300;
  for (int i = 0; i < kFiles; ++i) {
    std::string damaged = good;
    const size_t changes = 1 + random() % 2;
    for (size_t change = 0; change < changes; ++change) {
      const size_t at = kHeader.size() + random() % (damaged.size() - kHeader.size());
      const std::string_view piece = pieces[random() % std::size(pieces)];
      switch (random() % 3) {
        case 0:
          damaged.insert(at, piece);
          break;
        case 1:
          damaged.erase(at, 1);
          break;
        default:
          damaged.replace(at, 1, piece);
      }
    }
    SCOPED_TRACE(i);
    taken += Compare(damaged) ? 1 : 0;
    if (HasFailure()) break;
  }
  EXPECT_GT(taken, kFiles / 20);
  EXPECT_LT(taken, kFiles);
}

}  // namespace
}  // namespace madad::adapters::duckdb
