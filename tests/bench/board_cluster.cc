#include "bench/board_cluster.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"

#include "support/clickhouse_client.h"
#include "support/database.h"
#include "support/engine_server.h"
#include "support/program.h"
#include "support/source_folder.h"

namespace madad::bench {
namespace {

using madad::testing::RunProgram;

// Of a query on a server, in bytes: ClickHouse's own default, more than the tests' servers have.
constexpr char kQueryMemory[] = "10000000000";
// Sent to a server at a time.
constexpr size_t kChunkBytes = size_t{32} << 20;

[[noreturn]] void Fail(const std::string& what, int status = 1) {
  std::cerr << "madad_board_clickhouse: " << what << "\n";
  std::exit(status);
}

std::string Script() {
  return madad::testing::SourceFolder() + "/tests/support/engines/clickhouse.sh";
}

struct Spread {
  std::string table;
  std::string columns;  // of the local tables
  std::string order;
  std::string select;  // from the Parquet file, in the same order
  std::string shard;   // what a row's shard is chosen by; empty: all are on the first
  std::string again;   // the columns where rows are written again, the `n`-th time
};

const std::vector<Spread>& Spreads() {
  static const auto& spreads = *new std::vector<Spread>{
      {"leads",
       "lead_id Int64, created_at DateTime, source String, region "
       "String, segment String, owner String, "
       "first_response_at Nullable(DateTime), mql_at Nullable(DateTime), sql_at "
       "Nullable(DateTime), opportunity_at Nullable(DateTime), closed_at Nullable(DateTime), won "
       "Nullable(UInt8), amount Nullable(Decimal(12, 2))",
       "created_at",
       "lead_id, created_at, source, region, segment, owner, first_response_at, mql_at, sql_at, "
       "opportunity_at, closed_at, won::int, amount::decimal(12,2)",
       "lead_id",
       "lead_id + 100000000 * n, created_at, source, region, segment, owner, first_response_at, "
       "mql_at, sql_at, opportunity_at, closed_at, won, amount"},
      {"orders", "order_id Int64, customer_id Int64, ordered_at DateTime, revenue Decimal(12, 2)",
       "customer_id", "order_id, customer_id, ordered_at, revenue::decimal(12,2)", "customer_id",
       "order_id + 100000000 * n, customer_id + 100000000 * n, ordered_at, revenue"},
      {"costs", "day Date, source String, amount Decimal(14, 2)", "day",
       "day, source, amount::decimal(14,2)", "", ""}};
  return spreads;
}

}  // namespace

BoardCluster::BoardCluster() {
  ::setenv("MADAD_CLICKHOUSE_MEMORY", kQueryMemory, 1);
  std::vector<std::string> cluster = {"/bin/bash", Script(), "cluster"};
  for (size_t i = 0; i < kServers; ++i) {
    ports_.push_back(madad::testing::FreePort());
    const auto output =
        RunProgram({"/bin/bash", Script(), "start", Folder(i), std::to_string(ports_[i])});
    if (output.exit_code != 0) Fail(output.err, output.exit_code);
    cluster.push_back(Folder(i));
  }
  if (RunProgram(cluster).exit_code != 0) Fail("the cluster was not made");
  for (int tries = 0;
       Run(0, "SELECT count() FROM system.clusters WHERE cluster = 'madad'") != "3\n"; ++tries) {
    if (tries == 200) Fail("the cluster does not come to be");
    absl::SleepFor(absl::Milliseconds(100));
  }
}

BoardCluster::~BoardCluster() {
  for (size_t i = 0; i < ports_.size(); ++i) RunProgram({"/bin/bash", Script(), "kill", Folder(i)});
}

std::string BoardCluster::Folder(size_t server) const {
  return (folder_.path() / std::to_string(server)).string();
}

std::string BoardCluster::Run(size_t server, const std::string& sql) const {
  auto answer = madad::testing::ClickHouseClient(ports_[server]).Run(sql);
  if (!answer.ok()) Fail(std::string(answer.status().message()) + "\n" + sql.substr(0, 500));
  return *std::move(answer);
}

void BoardCluster::RunOnAll(const std::string& sql) const {
  for (size_t i = 0; i < kServers; ++i) Run(i, sql);
}

std::vector<std::vector<std::string>> BoardCluster::Rows(const std::string& sql) const {
  std::vector<std::vector<std::string>> rows;
  const std::string text = Run(0, sql + " FORMAT TSV");
  for (const auto line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    std::vector<std::string>& row = rows.emplace_back();
    for (const auto value : absl::StrSplit(line, '\t')) {
      row.push_back(value == "\\N" ? "" : std::string(value));
    }
  }
  return rows;
}

// Whole lines at a time.
void BoardCluster::Insert(size_t server, const std::string& table, const std::string& file) const {
  std::ifstream lines(file, std::ios::binary);
  std::string chunk;
  for (std::string rest; lines;) {
    chunk.assign(kChunkBytes, '\0');
    lines.read(chunk.data(), static_cast<std::streamsize>(kChunkBytes));
    chunk.resize(static_cast<size_t>(lines.gcount()));
    const size_t end = lines ? chunk.rfind('\n') + 1 : chunk.size();
    const std::string whole = rest + chunk.substr(0, end);
    rest = chunk.substr(end);
    if (!whole.empty()) Run(server, absl::StrCat("INSERT INTO ", table, " FORMAT TSV\n", whole));
  }
}

void BoardCluster::Multiply(size_t server, const std::string& table, const std::string& columns,
                            int times) const {
  const std::string original = table + "_once";
  Run(server, absl::StrCat("RENAME TABLE ", table, " TO ", original));
  Run(server, absl::StrCat("CREATE TABLE ", table, " AS ", original));
  for (int n = 0; n < times; ++n) {
    Run(server, absl::StrCat("INSERT INTO ", table, " SELECT ", columns, " FROM (SELECT *, ", n,
                             " AS n FROM ", original, ")"));
  }
  Run(server, absl::StrCat("DROP TABLE ", original));
}

void BoardCluster::Load(const std::string& folder, int times) {
  madad::testing::Database database(2);
  const std::string file = (folder_.path() / "rows.tsv").string();
  for (const Spread& spread : Spreads()) {
    const std::string local = spread.table + "_local";
    RunOnAll(absl::StrCat("CREATE TABLE ", local, " (", spread.columns,
                          ") ENGINE = MergeTree ORDER BY ", spread.order));
    Run(0, absl::StrCat("CREATE TABLE ", spread.table, " AS ", local,
                        " ENGINE = Distributed(madad, default, ", local, ")"));
    for (size_t i = 0; i < (spread.shard.empty() ? 1 : kServers); ++i) {
      const std::string where =
          spread.shard.empty() ? "" : absl::StrCat(" WHERE ", spread.shard, " % 3 = ", i);
      database.Run(absl::StrCat("COPY (SELECT ", spread.select, " FROM '", folder, "/",
                                spread.table, ".parquet'", where, ") TO '", file,
                                "' (FORMAT csv, HEADER false, DELIMITER '\t', NULLSTR '\\N', "
                                "QUOTE '', TIMESTAMPFORMAT '%Y-%m-%d %H:%M:%S')"));
      Insert(i, local, file);
      if (!spread.again.empty() && times > 1) Multiply(i, local, spread.again, times);
    }
    RunOnAll(absl::StrCat("OPTIMIZE TABLE ", local, " FINAL"));
    std::cout << spread.table << ": " << Run(0, "SELECT count() FROM " + spread.table);
  }
  std::filesystem::remove(file);
}

}  // namespace madad::bench
