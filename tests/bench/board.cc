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
#include "bench/board_server.h"
#include "bench/contender.h"
#include "support/database.h"

namespace {

using madad::bench::Contender;

constexpr int kThreads = 2;
constexpr int kRounds = 5;

// The contender's questions as one.
Contender AsOne(Contender contender) {
  return {.name = contender.name, .questions = {{"board", [all = contender.questions] {
                                                   for (const auto& one : all) one.answer();
                                                 }}}};
}

void RaceAll(const std::vector<Contender>& contenders) {
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
  madad::bench::Database plain(kThreads);
  const Contender sql = madad::bench::PlainContender(bench, cache, plain);
  madad::bench::BoardServer server({std::string(madad::bench::kBoardCatalog), cache, {}}, kThreads);
  const int different = server.Check([&](const std::string& question) {
    return plain.Rows(madad::bench::ReadText(bench + "/queries/duckdb/" + question + ".sql"));
  });
  std::cout << (different == 0 ? std::string("all answers are equal")
                               : std::to_string(different) + " answers differ")
            << std::endl;
  RaceAll({sql, server.OneByOne()});
  RaceAll({AsOne(sql), server.InOneCall()});
  return different == 0 ? 0 : 1;
}
