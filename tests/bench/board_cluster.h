// The board's data in a ClickHouse cluster of a benchmark's own.
#pragma once

#include <string>
#include <vector>

#include "support/temporary_folder.h"

namespace madad::bench {

// Three servers on loopback, with tables that are spread over them behind Distributed ones. What
// fails ends the program with the reason; exit status 3: ClickHouse is not installed.
class BoardCluster {
 public:
  BoardCluster();
  ~BoardCluster();
  BoardCluster(const BoardCluster&) = delete;
  BoardCluster& operator=(const BoardCluster&) = delete;

  // Fills the tables leads, orders and costs from the Parquet files in `folder`, leads and orders
  // `times` over, with ids of their own each time.
  void Load(const std::string& folder, int times);

  // The server that is asked.
  int port() const { return ports_.front(); }
  // The rows that it answers, values as text, null as "".
  std::vector<std::vector<std::string>> Rows(const std::string& sql) const;

 private:
  static constexpr size_t kServers = 3;

  std::string Folder(size_t server) const;
  std::string Run(size_t server, const std::string& sql) const;
  void RunOnAll(const std::string& sql) const;
  void Multiply(size_t server, const std::string& table, const std::string& columns,
                int times) const;
  void Insert(size_t server, const std::string& table, const std::string& file) const;

  madad::testing::TemporaryFolder folder_;
  std::vector<int> ports_;
};

}  // namespace madad::bench
