// What madad-server was started with.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/query.h"

namespace madad::app {

struct Options {
  std::string config;
  std::string plugins;  // folder; empty: the one that comes with the program
  std::string listen = "127.0.0.1:7400";
  bool allow_plaintext_on_network = false;
  bool check = false;
  int threads = 0;                            // of the store; 0: as many as there are cores
  std::string memory_limit;                   // of the store; empty: DuckDB's default
  int query_threads = 0;                      // 0: twice the cores
  uint64_t cache_bytes = uint64_t{64} << 20;  // of answers that are kept; 0: none
  int64_t max_groups = core::kMaxGroups;      // of a scan
  uint64_t model_memory = uint64_t{4} << 30;  // by which the heap may grow under a model; 0: any
  std::string state_dir;                      // where what models learn is kept; empty: in memory
  int drain_seconds = 10;
};

// Returns the options, or nothing after printing help or what is wrong;
// `exit_code` is then 0 or 2.
std::optional<Options> ParseOptions(int argc, char** argv, int& exit_code);

}  // namespace madad::app
