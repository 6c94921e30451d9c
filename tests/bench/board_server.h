// The board answered by a server.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/duckdb/table_sources.h"
#include "bench/board_questions.h"
#include "bench/contender.h"

namespace madad::bench {

// Where a board's data is.
struct BoardData {
  std::string catalog;
  std::string folder;  // that its files are beneath
  adapters::duckdb::SqlSources sql;
};

// A server in this process over the optimised tables of a folder, or over those of a SQL engine,
// without a cache of answers, asked through a Unix socket.
class BoardServer {
 public:
  // Loads the tables; ends the program with the reason when that fails.
  BoardServer(const BoardData& data, int threads);
  ~BoardServer();

  // All questions in one StreamQueries call.
  Contender InOneCall();
  // Each question in a call of its own.
  Contender OneByOne();

  // Asks every question, compares the answer row by row with the `expected` of its name (values as
  // text, null as ""); returns how many differ and prints the first difference of each.
  using Expected =
      std::function<std::vector<std::vector<std::string>>(const std::string& question)>;
  int Check(const Expected& expected);

  // Prints how many rows and bytes come from the engine for each question.
  void PrintMoved();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace madad::bench
