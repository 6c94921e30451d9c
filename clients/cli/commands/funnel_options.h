// The arguments of `madad funnel`.
#pragma once

#include <string>
#include <vector>

#include "madad/v1/model_service.pb.h"

namespace CLI {
class App;
}

namespace madad::cli {

// What a person asked for, as typed.
class FunnelOptions {
 public:
  // Adds the options, and checks that no single option can make, to `command`,
  // which fills them in when it parses.
  // Lifetime: the options must outlive `command`.
  void Declare(CLI::App* command);

  // Returns what to ask the server: only the tables that are printed.
  v1::FunnelRequest Request() const;

  // table, csv or json.
  const std::string& format() const { return format_; }

  // The key of the entity whose events are shown; "" for none.
  const std::string& trace() const { return trace_; }

  // The tables that are printed, the first alone in csv.
  std::vector<std::string> Tables() const;

 private:
  void DeclareSteps(CLI::App* command);
  void DeclareRules(CLI::App* command);
  void DeclareRange(CLI::App* command);
  void DeclareOutput(CLI::App* command);
  void CheckTogether() const;
  void SetSteps(v1::FunnelRequest* request) const;
  void SetTime(v1::FunnelRequest* request) const;

  std::string name_;
  std::string entity_;
  std::vector<std::string> steps_;
  std::vector<std::string> exclude_;
  std::vector<std::string> dimensions_;
  std::string where_;
  std::string window_;
  std::string order_;
  std::string entry_;
  std::string policy_;
  std::string from_;
  std::string to_;
  std::string during_;
  std::string timezone_;
  std::string trace_;
  std::string format_ = "table";
  bool curve_ = false;
  bool times_ = false;
};

}  // namespace madad::cli
