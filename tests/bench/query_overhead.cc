// What the core costs beside the engine:
//   madad_query_overhead [ROWS] [ROUNDS]
// One question is asked of the core, and its SQL with the same parameters of
// the engine itself, taking turns; prints medians and 90th percentiles, and
// the memory of the process against what the engine counts as its own.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>


#include "absl/strings/numbers.h"
#include "absl/time/clock.h"

#include "adapters/duckdb/table_sources.h"
#include "bench/memory.h"
#include "core/derived.h"
#include "core/dialect.h"
#include "core/engine.h"
#include "core/plan.h"
#include "core/plan/scan_pool.h"
#include "core/text.h"
#include "support/temporary_folder.h"

namespace {

using madad::adapters::duckdb::TableSources;
using madad::adapters::duckdb::TableSourcesOptions;
using madad::adapters::duckdb::Store;
using madad::core::MetricKind;
using madad::core::Type;

void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(1);
}

template <typename T>
T Must(absl::StatusOr<T> value) {
  Must(value.status());
  return *std::move(value);
}

// Deals over three years, of which every value is decided by its row.
void WriteDeals(const std::string& path, int64_t rows) {
  std::ofstream out(path, std::ios::binary);
  out << "deal_id,created_at,source,amount,won_at\n";
  constexpr const char* kSources[] = {"organic", "paid_search", "social", "email", "referral"};
  const absl::Time begin = absl::FromCivil(absl::CivilYear(2021), absl::UTCTimeZone());
  const auto time = [&](int64_t seconds) {
    return absl::FormatTime("%Y-%m-%d %H:%M:%S", begin + absl::Seconds(seconds),
                            absl::UTCTimeZone());
  };
  constexpr int64_t kSeconds = int64_t{3} * 365 * 86'400;
  for (int64_t i = 0; i < rows; ++i) {
    const auto mixed = static_cast<uint64_t>(i) * 0x9E3779B97F4A7C15U >> 20;
    const int64_t at = i * kSeconds / rows;
    out << "D" << 10'000'000 + i << ',' << time(at) << ',' << kSources[mixed % 5] << ','
        << mixed % 100'000 << '.' << 10 + mixed % 90 << ','
        << (mixed % 10 < 4 ? time(at + static_cast<int64_t>(mixed % 900'000)) : "") << '\n';
  }
}

madad::core::Catalog DealsCatalog(const std::string& folder) {
  madad::core::Catalog catalog;
  catalog.sources["crm"] = {"crm", "files", folder, "UTC"};
  catalog.calendar.timezone = "Asia/Jerusalem";
  madad::core::Table& deals = catalog.tables["deals"];
  deals.name = "deals";
  deals.source = "crm";
  deals.files = "deals.csv";
  deals.key = "deal_id";
  const auto add = [&](const std::string& name, Type type) {
    deals.columns[name] = {.name = name, .from = name, .type = type, .scale = 2};
  };
  add("deal_id", Type::kString);
  add("created_at", Type::kTimestamp);
  add("source", Type::kString);
  add("amount", Type::kDecimal);
  add("won_at", Type::kTimestamp);
  catalog.dimensions["source"].name = "source";
  return catalog;
}

// A count, a rate and a mean.
std::vector<madad::core::MetricDefinition> Metrics() {
  std::vector<madad::core::MetricDefinition> metrics(3);
  for (madad::core::MetricDefinition& metric : metrics) {
    metric.plugin = "bench";
    metric.plugin_version = "1.0.0";
    metric.from = "deals";
    metric.at = "created_at";
    metric.value = "count(*)";
  }
  metrics[0].id = "bench.deals";
  metrics[1].id = "bench.win_rate";
  metrics[1].kind = MetricKind::kProportion;
  metrics[1].subset = "won_at IS NOT NULL";
  metrics[2].id = "bench.mean_amount";
  metrics[2].kind = MetricKind::kRatio;
  metrics[2].numerator = "sum(amount)";
  metrics[2].denominator = "count(amount)";
  return metrics;
}

madad::core::Query BoardQuestion() {
  return {.metrics = {"deals", "win_rate", "mean_amount"},
          .dimensions = {"source"},
          .grain = madad::core::Grain::kMonth};
}

// The only statement that the core runs for `query`.
madad::core::SqlStatement StatementOf(const madad::core::Query& query,
                                      const madad::core::World& world) {
  madad::core::ScanPool pool(world);
  Must(madad::core::MakePlan(query, world, pool).status());
  const madad::core::Result explained = Must(madad::core::ExplainQuery(query, world));
  const madad::core::PlannedScan& scan = pool.scans().front();
  madad::core::SqlStatement statement = scan.data->adapter->dialect().Print(scan.scan);
  if (explained.scans.size() != 1 || explained.scans[0].sql != statement.sql) {
    Must(absl::InternalError("the question is not the one statement that is timed beside it"));
  }
  return statement;
}

// Reads every row of `result`; returns how many there are.
idx_t ReadRows(duckdb_result* result) {
  idx_t rows = 0;
  while (duckdb_data_chunk chunk = duckdb_fetch_chunk(*result)) {
    rows += duckdb_data_chunk_get_size(chunk);
    duckdb_destroy_data_chunk(&chunk);
  }
  return rows;
}

struct Samples {
  std::vector<double> wall_ms;
  std::vector<double> cpu_ms;

  void Add(const std::function<void()>& work) {
    const std::clock_t cpu = std::clock();
    const auto begin = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - begin;
    wall_ms.push_back(wall.count());
    cpu_ms.push_back(1e3 * static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC);
  }
};

double Quantile(std::vector<double> values, double p) {
  const auto at = static_cast<std::ptrdiff_t>(p * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<size_t>(at)];
}

void PrintLine(const char* name, const std::function<double(double p, bool cpu)>& figure) {
  std::printf("%-12s %9.3f %9.3f %9.3f %9.3f\n", name, figure(0.5, false), figure(0.9, false),
              figure(0.5, true), figure(0.9, true));
}

void Race(const madad::core::World& world, Store& store, int64_t rounds) {
  const madad::core::Query query = BoardQuestion();
  const madad::core::SqlStatement statement = StatementOf(query, world);
  Store::Loan connection = Must(store.Borrow());
  Samples core;
  Samples engine;
  size_t figures = 0;
  idx_t rows = 0;
  const auto ask = [&] { figures = Must(madad::core::RunQuery(query, world, {})).row_count(); };
  const auto run = [&] {
    auto result = Must(connection->Run(statement, {}));
    rows = ReadRows(result.get());
  };
  ask();
  run();
  for (int64_t round = 0; round < rounds; ++round) {
    core.Add(ask);
    engine.Add(run);
  }
  std::printf("%s\n\n%zu rows of figures, %llu from the engine; %lld rounds\n\n",
              statement.sql.c_str(), figures, static_cast<unsigned long long>(rows),
              static_cast<long long>(rounds));
  std::printf("%-12s %9s %9s %9s %9s\n", "ms", "wall", "wall p90", "CPU", "CPU p90");
  const auto of = [](const Samples& samples, double p, bool cpu) {
    return Quantile(cpu ? samples.cpu_ms : samples.wall_ms, p);
  };
  PrintLine("core", [&](double p, bool cpu) { return of(core, p, cpu); });
  PrintLine("engine", [&](double p, bool cpu) { return of(engine, p, cpu); });
  PrintLine("difference",
            [&](double p, bool cpu) { return of(core, p, cpu) - of(engine, p, cpu); });
}

void PrintMemory(const char* when, Store& store) {
  Store::Loan connection = Must(store.Borrow());
  const auto rows =
      Must(connection->Rows("SELECT sum(memory_usage_bytes)::BIGINT FROM duckdb_memory()"));
  int64_t counted = 0;
  if (!absl::SimpleAtoi(rows[0][0], &counted)) Must(absl::InternalError("no memory is counted"));
  const auto mib = [](int64_t bytes) { return static_cast<double>(bytes) / (1 << 20); };
  std::printf("%-20s %9.1f MiB resident %9.1f MiB counted by the engine\n", when,
              mib(madad::bench::ResidentBytes()), mib(counted));
}

void Run(const std::string& folder, int64_t rounds) {
  const auto definitions =
      std::make_shared<const madad::core::Definitions>(DealsCatalog(folder), Metrics());
  const std::shared_ptr<Store> store = Must(Store::Open({.readable_folders = {folder}}));
  TableSourcesOptions options;
  options.copy_from_rows = 1;
  options.wanted = [definitions](const madad::core::Table& table) {
    return madad::core::WantedColumns(definitions->metrics(), definitions->catalog(), table);
  };
  PrintMemory("empty", *store);
  const auto sources = Must(TableSources::Load(definitions, store, options));
  PrintMemory("loaded", *store);
  Must(sources->LayOut({}).status());
  PrintMemory("optimised", *store);
  absl::SleepFor(absl::Seconds(3));
  PrintMemory("after 3 s of rest", *store);
  std::printf("\n");
  Race(*sources->world(), *store, rounds);
}

}  // namespace

int main(int argc, char** argv) {
  int64_t rows = 100'000;
  int64_t rounds = 300;
  if (argc > 1 && (!absl::SimpleAtoi(argv[1], &rows) || rows < 1)) return 2;
  if (argc > 2 && (!absl::SimpleAtoi(argv[2], &rounds) || rounds < 1)) return 2;
  const madad::testing::TemporaryFolder temporary;
  const std::string folder = temporary.path().string();
  WriteDeals(folder + "/deals.csv", rows);
  std::printf("%lld rows\n", static_cast<long long>(rows));
  Run(folder, rounds);
  return 0;
}
