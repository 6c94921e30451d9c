#include "support/program.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace madad::testing {

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string TemporaryFile() {
  std::string name = (std::filesystem::temp_directory_path() / "madad-out-XXXXXX").string();
  const int file = mkstemp(name.data());
  close(file);
  return name;
}

pid_t StartProgram(const std::vector<std::string>& arguments, const std::string& out,
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

int WaitForProgram(pid_t pid) {
  int status = 0;
  if (pid < 0 || waitpid(pid, &status, 0) != pid) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

Output RunProgram(const std::vector<std::string>& arguments) {
  const std::string out = TemporaryFile();
  const std::string err = TemporaryFile();
  Output output;
  output.exit_code = WaitForProgram(StartProgram(arguments, out, err));
  output.out = ReadFile(out);
  output.err = ReadFile(err);
  std::filesystem::remove(out);
  std::filesystem::remove(err);
  return output;
}

}  // namespace madad::testing
