// The board: twelve KPIs over millions of leads.
//
//   madad_board BENCH [CACHE [LEADS]]
//
// BENCH holds generate.sql and queries/duckdb/*.sql, which are no part of the
// project; CACHE (build/bench-data) gets the data.
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "bench/board_data.h"
#include "bench/board_layout.h"
#include "bench/contender.h"
#include "bench/database.h"

namespace {

using madad::bench::Contender;

constexpr int kThreads = 2;
constexpr int kRounds = 5;

// Races `others` against the queries over plain tables.
void RaceAgainstPlain(const std::string& bench, const std::string& cache,
                      std::vector<Contender> others) {
  madad::bench::Database plain(kThreads);
  std::vector<Contender> contenders = {madad::bench::PlainContender(bench, cache, plain)};
  for (Contender& other : others) contenders.push_back(std::move(other));
  madad::bench::Report(contenders, madad::bench::Race(contenders, kRounds));
}

}  // namespace

int main(int argc, char** argv) {
  const std::string bench = argc > 1 ? argv[1] : "";
  if (!std::filesystem::is_directory(std::filesystem::path(bench) / "queries" / "duckdb")) {
    std::cout << "skipped: no folder with generate.sql and queries/duckdb was given\n";
    return 0;
  }
  const std::string cache = std::filesystem::absolute(argc > 2 ? argv[2] : "build/bench-data")
                                .lexically_normal()
                                .string();
  madad::bench::MakeData(bench, cache, argc > 3 ? std::atoll(argv[3]) : 5'000'000);
  const madad::bench::LaidOut board = madad::bench::LayOutBoard(cache);
  RaceAgainstPlain(bench, cache, {madad::bench::LayoutContender(board)});
  return 0;
}
