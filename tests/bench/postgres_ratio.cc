// PostgreSQL: our queries against SQL written by hand and sent through the same library, and our
// copies against COPY to nowhere. Ratios of medians in one run.
//   madad_postgres_ratio DSN [ROWS [ROUNDS]]    the database gets a table madad_bench_leads
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <libpq-fe.h>

#include "absl/time/clock.h"
#include "absl/time/time.h"

#include "adapters/duckdb/table_sources.h"
#include "adapters/postgresql/source.h"
#include "core/engine.h"
#include "core/text.h"

namespace {

using namespace madad;

[[noreturn]] void Fail(const std::string& why) {
  std::cerr << why << "\n";
  std::exit(1);
}

double Milliseconds(const std::function<void()>& work) {
  const absl::Time start = absl::Now();
  work();
  return absl::ToDoubleMilliseconds(absl::Now() - start);
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

class Hand {
 public:
  explicit Hand(const std::string& dsn) : connection_(PQconnectdb(dsn.c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK) Fail(PQerrorMessage(connection_));
  }
  ~Hand() { PQfinish(connection_); }
  Hand(const Hand&) = delete;
  Hand& operator=(const Hand&) = delete;

  // Runs a statement, its rows in binary, and returns how many there were.
  int Run(const std::string& sql) {
    PGresult* result = PQexecParams(connection_, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1);
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) Fail(PQerrorMessage(connection_));
    const int rows = PQntuples(result);
    PQclear(result);
    return rows;
  }

  // Reads a COPY to its end and keeps nothing; returns the bytes.
  int64_t Copy(const std::string& sql) {
    PQclear(PQexec(connection_, core::Cat("COPY (", sql, ") TO STDOUT (FORMAT binary)").c_str()));
    int64_t bytes = 0;
    char* data = nullptr;
    for (int size = 0; (size = PQgetCopyData(connection_, &data, 0)) > 0; PQfreemem(data)) bytes += size;
    PQclear(PQgetResult(connection_));
    PQclear(PQgetResult(connection_));
    return bytes;
  }

 private:
  PGconn* connection_;
};

core::Catalog CatalogOf(core::Mode mode) {
  core::Catalog catalog;
  catalog.sources["db"] = {.name = "db", .kind = "postgresql", .timezone = "UTC"};
  core::Table& leads = catalog.tables["leads"];
  leads.name = "leads";
  leads.source = "db";
  leads.relation = "madad_bench_leads";
  leads.mode = mode;
  leads.key = "lead_id";
  const auto add = [&](const std::string& name, core::Type type, int32_t scale = 0) {
    leads.columns[name] = {.name = name, .from = name, .type = type, .scale = scale};
  };
  add("lead_id", core::Type::kInt64);
  add("created_at", core::Type::kTimestamp);
  add("won_at", core::Type::kTimestamp);
  add("source", core::Type::kString);
  add("amount", core::Type::kDecimal, 2);
  catalog.dimensions["source"] = {.name = "source", .paths = {{"leads", "source"}}};
  return catalog;
}

core::MetricDefinition Metric(const std::string& id, const std::string& value) {
  core::MetricDefinition metric;
  metric.id = id;
  metric.from = "leads";
  metric.at = "created_at";
  metric.value = value;
  return metric;
}

std::unique_ptr<adapters::duckdb::TableSources> Open(const std::string& dsn, core::Mode mode) {
  adapters::postgresql::ConnectionOptions options;
  options.source = "db";
  options.dsn = dsn;
  adapters::duckdb::TableSourcesOptions sources;
  sources.sql["db"] = std::make_shared<adapters::postgresql::PostgresSource>(options, 2);
  sources.copy_from_rows = INT64_MAX;
  auto store = adapters::duckdb::Store::Open({.threads = 2});
  if (!store.ok()) Fail(std::string(store.status().message()));
  auto definitions = std::make_shared<const core::Definitions>(
      CatalogOf(mode),
      std::vector<core::MetricDefinition>{
          Metric("b.leads", "count(*)"), Metric("b.won", "count(*) FILTER (WHERE won_at IS NOT NULL)"),
          Metric("b.amount", "sum(amount)"), Metric("b.median", "median(won_at - created_at)")});
  auto loaded = adapters::duckdb::TableSources::Load(definitions, *store, sources);
  if (!loaded.ok()) Fail(std::string(loaded.status().message()));
  const absl::Status status = (*loaded)->world()->snapshot().tables.at("leads").status;
  if (!status.ok()) Fail(std::string(status.message()));
  return *std::move(loaded);
}

void Race(const std::string& what, int rounds, const std::function<void()>& ours,
          const std::function<void()>& theirs) {
  std::vector<double> a;
  std::vector<double> b;
  for (int i = 0; i < rounds; ++i) {
    a.push_back(Milliseconds(ours));
    b.push_back(Milliseconds(theirs));
  }
  std::printf("%-28s ours %8.1f ms, theirs %8.1f ms, ratio %.2f\n", what.c_str(), Median(a), Median(b),
              Median(a) / Median(b));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) Fail("usage: madad_postgres_ratio DSN [ROWS [ROUNDS]]");
  const std::string dsn = argv[1];
  const std::string rows = argc > 2 ? argv[2] : "1000000";
  const int rounds = argc > 3 ? std::atoi(argv[3]) : 5;
  Hand hand(dsn);
  hand.Run("DROP TABLE IF EXISTS madad_bench_leads");
  hand.Run(core::Cat(
      "CREATE TABLE madad_bench_leads AS SELECT i::bigint AS lead_id, at AS created_at, CASE WHEN i % 7 "
      "= 0 THEN at + (i % 1000) * interval '1 hour' END AS won_at, 'source ' || (i * 7919 % 12) AS "
      "source, (i % 100000) * 0.37::numeric(12,2) AS amount FROM (SELECT i::bigint AS i, timestamp "
      "'2023-01-01' + i * 63072000.0::float8 / ", rows, " * interval '1 second' AS at FROM "
      "generate_series(1, ", rows, ") AS i) AS numbered"));
  hand.Run("ALTER TABLE madad_bench_leads ALTER amount TYPE numeric(12,2), ALTER lead_id SET NOT NULL, ADD UNIQUE (lead_id)");
  hand.Run("VACUUM ANALYZE madad_bench_leads");

  const auto in_place = Open(dsn, core::Mode::kPushdown);
  const auto ask = [&](const core::Query& query) {
    const auto result = core::RunQuery(query, *in_place->world(), {});
    if (!result.ok()) Fail(std::string(result.status().message()));
  };
  Race("count by month and source", rounds,
       [&] { ask({.metrics = {"b.leads", "b.won"}, .dimensions = {"source"}, .grain = core::Grain::kMonth}); },
       [&] {
         hand.Run("SELECT source, date_trunc('month', created_at)::date, count(*), count(won_at) FROM "
                  "madad_bench_leads WHERE created_at IS NOT NULL GROUP BY 1, 2");
       });
  Race("money by source, a quarter", rounds,
       [&] { ask({.metrics = {"b.amount"}, .dimensions = {"source"}, .during = "2024-Q1"}); },
       [&] {
         hand.Run("SELECT source, sum(amount) FROM madad_bench_leads WHERE created_at >= '2024-01-01' AND "
                  "created_at < '2024-04-01' GROUP BY 1");
       });
  Race("median by source", rounds, [&] { ask({.metrics = {"b.median"}, .dimensions = {"source"}}); },
       [&] {
         hand.Run("SELECT source, percentile_cont(0.5) WITHIN GROUP (ORDER BY date_part('epoch', won_at - "
                  "created_at)) FROM madad_bench_leads GROUP BY 1");
       });
  const auto copied = Open(dsn, core::Mode::kSnapshot);
  Race("copy of the table", rounds,
       [&] {
         const auto names = copied->Refresh("db", true, {});
         if (!names.ok()) Fail(std::string(names.status().message()));
       },
       [&] { hand.Copy("SELECT lead_id, created_at, won_at, source, amount FROM madad_bench_leads"); });
  return 0;
}
