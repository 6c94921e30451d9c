#include "support/process.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace madad::testing {
namespace {

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string TemporaryFile() {
  std::string name = (std::filesystem::temp_directory_path() / "madad-out-XXXXXX").string();
  const int file = mkstemp(name.data());
  close(file);
  return name;
}

pid_t Spawn(const std::vector<std::string>& arguments, const std::string& out,
            const std::string& err) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), O_WRONLY | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, err.c_str(), O_WRONLY | O_TRUNC, 0600);
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  pid_t pid = -1;
  if (posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ) != 0) pid = -1;
  posix_spawn_file_actions_destroy(&actions);
  return pid;
}

int WaitFor(pid_t pid) {
  int status = 0;
  if (pid < 0 || waitpid(pid, &status, 0) != pid) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

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

Output RunProgram(const std::vector<std::string>& arguments) {
  const std::string out = TemporaryFile();
  const std::string err = TemporaryFile();
  Output output;
  output.exit_code = WaitFor(Spawn(arguments, out, err));
  output.out = ReadAll(out);
  output.err = ReadAll(err);
  std::filesystem::remove(out);
  std::filesystem::remove(err);
  return output;
}

ServerProcess::ServerProcess(const std::vector<std::string>& arguments)
    : out_path_(TemporaryFile()), err_path_(TemporaryFile()) {
  std::vector<std::string> command = {MADAD_SERVER_PROGRAM, "--listen", "127.0.0.1:0"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  pid_ = Spawn(command, out_path_, err_path_);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (address_.empty() && IsRunning() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    address_ = FindAddress(ReadAll(out_path_));
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
  output.exit_code = WaitFor(std::exchange(pid_, -1));
  output.out = ReadAll(out_path_);
  output.err = ReadAll(err_path_);
  return output;
}

std::string ServerProcess::Log() const { return ReadAll(err_path_); }

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
