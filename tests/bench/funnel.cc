// The funnel engine against DuckDB's SQL, and its cost as events grow:
//   madad_funnel_bench race [EVENTS] [ROUNDS]    10 million, 3
//   madad_funnel_bench growth [EVENTS]...        1, 5, 10, 50 million
// Both have 2 threads, and one plain table of events in no order: text ids, five
// stages and others, about four events an entity. The engine reads it as Arrow
// batches, groups and sorts it, matches, and makes the whole report; the SQL only
// counts the steps (first entry, in order, within the window). They must agree.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "bench/cost.h"
#include "bench/funnel_engine.h"
#include "bench/funnel_sql.h"
#include "support/database.h"

namespace {

using madad::bench::Cost;
using madad::bench::EventStream;
using madad::bench::FunnelAnswer;
using madad::testing::Database;

constexpr int kThreads = 2;

void MakeEvents(Database& database, int64_t events) {
  database.Run(madad::bench::EventsSql(events));
}

void Check(const FunnelAnswer& expected, const FunnelAnswer& found, const std::string& name) {
  if (expected == found) return;
  std::fprintf(stderr, "%s does not agree with the engine:\n  %s\n  %s\n", name.c_str(),
               ToText(found).c_str(), ToText(expected).c_str());
  std::exit(1);
}

void Print(const std::string& name, const Cost& cost, int64_t events) {
  std::printf("%-28s %8.3f s %8.3f s processor %7.1f ns an event %6.2f M events/s\n", name.c_str(),
              cost.wall, cost.processor, 1e9 * cost.wall / static_cast<double>(events),
              static_cast<double>(events) / cost.wall / 1e6);
}

int Race(int64_t events, int rounds) {
  Database database(kThreads);
  MakeEvents(database, events);
  std::printf("%lld events, %d threads, fastest of %d rounds\n", static_cast<long long>(events),
              kThreads, rounds);
  FunnelAnswer answer;
  Cost engine, with_fetch;
  std::vector<Cost> sql(madad::bench::FunnelSql().size());
  for (int round = 0; round < rounds; ++round) {
    {
      EventStream batches(database);
      batches.FetchAll();
      engine.Measure([&] { answer = RunFunnelEngine(batches, kThreads).answer; });
    }
    FunnelAnswer again;
    with_fetch.Measure([&] {
      EventStream stream(database);
      again = RunFunnelEngine(stream, kThreads).answer;
    });
    Check(answer, again, "the engine, reading DuckDB");
    for (size_t i = 0; i < sql.size(); ++i) {
      const madad::bench::NamedSql& statement = madad::bench::FunnelSql()[i];
      FunnelAnswer found;
      sql[i].Measure([&] { found = madad::bench::RunFunnelSql(database, statement); });
      Check(answer, found, statement.name);
    }
  }
  Print("engine, Arrow to report", engine, events);
  Print("engine, DuckDB to report", with_fetch, events);
  double fastest = sql[0].wall;
  for (size_t i = 0; i < sql.size(); ++i) {
    Print("SQL: " + madad::bench::FunnelSql()[i].name, sql[i], events);
    fastest = std::min(fastest, sql[i].wall);
  }
  std::printf("fastest SQL / engine: %.2f, with DuckDB handing out Arrow: %.2f\n%s\n",
              fastest / engine.wall, fastest / with_fetch.wall, ToText(answer).c_str());
  return 0;
}

int Grow(const std::vector<int64_t>& sizes) {
  for (const int64_t events : sizes) {
    Database database(kThreads);
    MakeEvents(database, events);
    Cost cost;
    madad::bench::EngineRun run;
    cost.Measure([&] {
      EventStream stream(database);
      run = RunFunnelEngine(stream, kThreads);
    });
    Print(std::to_string(events) + " events", cost, events);
    std::printf(
        "  %.1f bytes an event held, %.0f MiB more resident at most; read %.3f s, "
        "match %.3f s, report %.3f s\n",
        static_cast<double>(run.event_bytes) / static_cast<double>(run.events_held),
        static_cast<double>(run.peak_bytes) / (1 << 20), run.read, run.match, run.report);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<int64_t> numbers;
  for (int i = 2; i < argc; ++i) numbers.push_back(std::atoll(argv[i]));
  const std::string what = argc > 1 ? argv[1] : "race";
  if (what == "growth") {
    return Grow(numbers.empty() ? std::vector<int64_t>{1'000'000, 5'000'000, 10'000'000, 50'000'000}
                                : numbers);
  }
  if (what != "race") return 2;
  return Race(numbers.empty() ? 10'000'000 : numbers[0],
              numbers.size() > 1 ? static_cast<int>(numbers[1]) : 3);
}
