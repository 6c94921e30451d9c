// The arguments of `madad query`.
#pragma once

#include <string>
#include <vector>

#include "madad/v1/metric_service.pb.h"

namespace CLI {
class App;
}

namespace madad::cli {

// What a person asked for, as typed.
class QueryOptions {
 public:
  // Adds the options, and checks that no single option can make, to `command`,
  // which fills them in when it parses.
  // Lifetime: the options must outlive `command`.
  void Declare(CLI::App* command);

  // Returns what to ask the server.
  v1::QueryRequest Request() const;

  // table, csv, json or chart.
  const std::string& format() const { return format_; }

 private:
  void DeclareFigures(CLI::App* command);
  void DeclareRange(CLI::App* command);
  void DeclareCompanions(CLI::App* command);
  void DeclareOutput(CLI::App* command);
  void SetFlags(v1::QueryRequest* request) const;
  void SetTime(v1::QueryRequest* request) const;

  std::vector<std::string> metrics_;
  std::vector<std::string> parameters_;
  std::vector<std::string> dimensions_;
  std::vector<std::string> orders_;
  std::string where_;
  std::string grain_;
  std::string from_;
  std::string to_;
  std::string during_;
  std::string as_of_;
  std::string timezone_;
  std::string week_start_;
  std::string compare_;
  std::string format_ = "table";
  int64_t limit_ = 0;
  bool share_ = false;
  bool interval_ = false;
  bool total_ = false;
  bool targets_ = false;
  bool explain_ = false;
};

}  // namespace madad::cli
