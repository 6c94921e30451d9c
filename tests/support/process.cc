#include "support/process.h"

#include <chrono>
#include <filesystem>
#include <thread>
#include <utility>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace madad::testing {
namespace {

constexpr char kListening[] = "listening on ";

// The address in the server's output; empty while there is none.
std::string FindAddress(const std::string& output) {
  const size_t begin = output.find(kListening);
  const size_t end = output.find('\n', begin);
  if (begin == std::string::npos || end == std::string::npos) return {};
  const size_t address = begin + sizeof(kListening) - 1;
  return output.substr(address, end - address);
}

}  // namespace

ServerProcess::ServerProcess(const std::vector<std::string>& arguments)
    : out_path_(TemporaryFile()), err_path_(TemporaryFile()) {
  std::vector<std::string> command = {MADAD_SERVER_PROGRAM, "--listen", "127.0.0.1:0"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  pid_ = StartProgram(command, out_path_, err_path_);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (address_.empty() && IsRunning() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    address_ = FindAddress(ReadFile(out_path_));
  }
}

ServerProcess::~ServerProcess() {
  if (pid_ > 0) Stop();
  std::filesystem::remove(out_path_);
  std::filesystem::remove(err_path_);
}

bool ServerProcess::IsRunning() const {
  siginfo_t info{};
  return pid_ > 0 &&
         waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == 0;
}

Output ServerProcess::Stop() {
  kill(pid_, SIGTERM);
  Output output;
  output.exit_code = WaitForProgram(std::exchange(pid_, -1));
  output.out = ReadFile(out_path_);
  output.err = ReadFile(err_path_);
  return output;
}

std::string ServerProcess::Log() const { return ReadFile(err_path_); }

Output RunMadad(const ServerProcess& server, std::vector<std::string> arguments) {
  std::vector<std::string> command = {MADAD_PROGRAM, "--server", server.address()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return RunProgram(command);
}

std::vector<std::vector<std::string>> ParseCsv(const std::string& text) {
  std::vector<std::vector<std::string>> rows = {{""}};
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      rows.back().back().push_back(text[++i]);
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == ',') {
      rows.back().emplace_back();
    } else if (!quoted && c == '\n') {
      rows.push_back({""});
    } else if (quoted || c != '\r') {
      rows.back().back().push_back(c);
    }
  }
  if (rows.back().size() == 1 && rows.back().front().empty()) rows.pop_back();
  return rows;
}

}  // namespace madad::testing
