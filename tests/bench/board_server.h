// The board answered by a server.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bench/board_questions.h"
#include "bench/contender.h"
#include "support/database.h"

namespace madad::bench {

using madad::testing::Database;

// A server in this process over the optimised tables of a folder, without a
// cache of answers, asked through a Unix socket.
class BoardServer {
 public:
  // Loads the tables; ends the program with the reason when that fails.
  explicit BoardServer(const std::string& folder, int threads);
  ~BoardServer();

  // All questions in one StreamQueries call.
  Contender InOneCall();
  // Each question in a call of its own.
  Contender OneByOne();

  // Asks every question, compares the answer with that of the SQL of the same
  // name in `bench`/queries/duckdb over `plain`, row by row; returns how many
  // differ and prints the first difference of each.
  int Check(const std::string& bench, Database& plain);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace madad::bench
