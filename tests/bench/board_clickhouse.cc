// The board over a ClickHouse cluster: our one call against SQL written by hand.
//
//   madad_board_clickhouse BENCH [CACHE [LEADS [TIMES [ROUNDS]]]]
//
// BENCH holds generate.sql, which is no part of the project; CACHE (build/bench-data) gets LEADS
// (5,000,000) leads, which the cluster's three servers hold TIMES (10) over. The SQL is that of
// tests/bench/clickhouse, in the words of ClickHouse 18.16.
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "adapters/clickhouse/source.h"
#include "bench/board_cluster.h"
#include "bench/board_data.h"
#include "bench/board_questions.h"
#include "bench/board_server.h"
#include "bench/contender.h"
#include "support/source_folder.h"

namespace {

using madad::bench::BoardCluster;
using madad::bench::BoardData;
using madad::bench::Contender;

constexpr int kConnections = 2;

std::string HandSql(const std::string& question) {
  return madad::bench::ReadText(madad::testing::SourceFolder() + "/tests/bench/clickhouse/" +
                                question + ".sql");
}

BoardData DataIn(const BoardCluster& cluster) {
  const std::string dsn = absl::StrCat("http://madad@127.0.0.1:", cluster.port(), "/default");
  BoardData data;
  data.catalog =
      absl::StrReplaceAll({madad::bench::kBoardCatalog.data(), madad::bench::kBoardCatalog.size()},
                          {{"{kind: files, root: ., watch: never}",
                            absl::StrCat("{kind: clickhouse, dsn: \"", dsn, "\", refresh: never}")},
                           {"files: leads.parquet", "relation: leads"},
                           {"files: orders.parquet", "relation: orders"},
                           {"files: costs.parquet", "relation: costs"}});
  madad::adapters::clickhouse::ConnectionOptions options;
  options.source = "board";
  options.dsn = dsn;
  options.password = "secret";
  data.sql["board"] =
      std::make_shared<madad::adapters::clickhouse::ClickHouseSource>(options, kConnections);
  return data;
}

Contender ByHand(const BoardCluster& cluster) {
  Contender contender{.name = "SQL by hand"};
  for (const madad::bench::Question& question : madad::bench::BoardQuestions()) {
    contender.questions.push_back(
        {question.name, [&cluster, sql = HandSql(question.name)] { cluster.Rows(sql); }});
  }
  return contender;
}

Contender AsOne(const Contender& contender) {
  return {.name = contender.name, .questions = {{"board", [all = contender.questions] {
                                                   for (const auto& one : all) one.answer();
                                                 }}}};
}

}  // namespace

int main(int argc, char** argv) {
  const std::string bench = argc > 1 ? argv[1] : "";
  if (!std::filesystem::exists(bench + "/generate.sql")) {
    std::cout << "skipped: no folder with generate.sql was given\n";
    return 0;
  }
  const std::string cache = std::filesystem::absolute(argc > 2 ? argv[2] : "build/bench-data")
                                .lexically_normal()
                                .string();
  madad::bench::MakeData(bench, cache, argc > 3 ? std::atoll(argv[3]) : 5'000'000);
  static BoardCluster cluster;  // its servers end with the program, however that ends
  cluster.Load(cache, argc > 4 ? std::atoi(argv[4]) : 10);
  madad::bench::BoardServer server(DataIn(cluster), kConnections);
  const int different =
      server.Check([&](const std::string& question) { return cluster.Rows(HandSql(question)); });
  std::cout << (different == 0 ? std::string("all answers are equal")
                               : std::to_string(different) + " answers differ")
            << std::endl;
  server.PrintMoved();
  const int rounds = argc > 5 ? std::atoi(argv[5]) : 3;
  const Contender hand = ByHand(cluster);
  const auto race = [&](const std::vector<Contender>& contenders) {
    madad::bench::Report(contenders, madad::bench::Race(contenders, rounds));
  };
  race({hand, server.OneByOne()});
  race({AsOne(hand), server.InOneCall()});
  return different == 0 ? 0 : 1;
}
