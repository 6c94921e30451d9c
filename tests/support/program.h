// Programs run by tests.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace madad::testing {

struct Output {
  int exit_code = -1;  // -signal when a signal ended it
  std::string out;
  std::string err;
};

// Runs a program to its end. The first argument is its path.
Output RunProgram(const std::vector<std::string>& arguments);

// Starts a program that writes into the files `out` and `err`; -1 when it cannot be started.
pid_t StartProgram(const std::vector<std::string>& arguments, const std::string& out,
                   const std::string& err);

// Waits for its end and returns its exit code; -signal when a signal ended it.
int WaitForProgram(pid_t pid);

// Everything that is in a file.
std::string ReadFile(const std::string& path);

// The path of a new empty file for temporary output.
std::string TemporaryFile();

}  // namespace madad::testing
