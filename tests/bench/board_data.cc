#include "bench/board_data.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "absl/strings/str_replace.h"

#include "core/text.h"

namespace madad::bench {
namespace {

namespace fs = std::filesystem;

// The statements of the script that make Parquet, written to `folder`: the
// engine's COPY takes a literal path only.
std::string WithTargets(const std::string& script, const std::string& folder) {
  std::istringstream lines(script);
  std::string sql;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("COPY ") && line.find(".csv") != std::string::npos) continue;
    sql += absl::StrReplaceAll(line, {{"(getvariable('out') || '/", core::Cat("'", folder, "/")},
                                      {"parquet')", "parquet'"}});
    sql += "\n";
  }
  return sql;
}

}  // namespace

std::string ReadText(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

void MakeData(const std::string& bench, const std::string& cache, int64_t leads) {
  // Costs are written last.
  if (fs::exists(fs::path(cache) / "costs.parquet")) return;
  std::cout << "making the data of " << leads << " leads in " << cache << std::endl;
  fs::create_directories(cache);
  Database database(2);
  database.Run(core::Cat("SET VARIABLE n = ", leads));
  database.Run(WithTargets(ReadText(bench + "/generate.sql"), cache));
}

Contender PlainContender(const std::string& bench, const std::string& cache, Database& database) {
  for (const char* table : {"leads", "orders", "costs"}) {
    database.Run(core::Cat("CREATE TABLE ", table, " AS FROM '", cache, "/", table, ".parquet'"));
  }
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(fs::path(bench) / "queries/duckdb")) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  Contender contender{.name = "SQL over plain tables"};
  for (const fs::path& file : files) {
    contender.questions.push_back(
        {file.stem().string(), [sql = ReadText(file.string()), &database] { database.Run(sql); }});
  }
  return contender;
}

}  // namespace madad::bench
