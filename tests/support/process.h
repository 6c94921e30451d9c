// Madad's own programs, run by tests.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

#include "support/program.h"

namespace madad::testing {

// A madad-server that a test started on a free port of loopback; ended when
// destroyed.
class ServerProcess {
 public:
  // Starts it with `arguments` after the program and the address, and waits
  // until it listens or has ended (`address` is then empty).
  explicit ServerProcess(const std::vector<std::string>& arguments);
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;
  ~ServerProcess();

  const std::string& address() const { return address_; }
  bool IsRunning() const;
  // Sends SIGTERM and returns how it ended, with everything that it wrote.
  Output Stop();
  // What it has written to standard error so far.
  std::string Log() const;

 private:
  pid_t pid_ = -1;
  std::string address_;
  std::string out_path_;
  std::string err_path_;
};

// Runs `madad --server ADDRESS arguments...`.
Output RunMadad(const ServerProcess& server, std::vector<std::string> arguments);

// Returns the rows of an RFC 4180 text, fields unquoted; the header first.
std::vector<std::vector<std::string>> ParseCsv(const std::string& text);

}  // namespace madad::testing
