#include "support/engine_server.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/program.h"
#include "support/source_folder.h"

namespace madad::testing {

int FreePort() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  const bool bound = bind(socket, raw, size) == 0 && getsockname(socket, raw, &size) == 0;
  close(socket);
  return bound ? ntohs(address.sin_port) : 0;
}

EngineServer::EngineServer(const std::string& engine)
    : script_(SourceFolder() + "/tests/support/engines/" + engine + ".sh"), port_(FreePort()) {
  // A server that does not run as root must reach its own folder.
  std::filesystem::permissions(folder_.path(), std::filesystem::perms::others_exec |
                                                   std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  Start();
}

EngineServer::~EngineServer() {
  if (is_there() && !script_.empty()) Kill();
}

void EngineServer::Start() {
  const Output output = RunProgram(
      {"/bin/bash", script_, "start", folder_.path().string(), std::to_string(port_)});
  if (output.exit_code != 0) {
    why_not_ = output.err.empty() ? "the server did not start" : output.err;
  }
}

void EngineServer::Run(const std::string& command) {
  RunProgram({"/bin/bash", script_, command, folder_.path().string()});
}

EngineServer& EngineServer::Shared(const std::string& engine) {
  static std::map<std::string, std::unique_ptr<EngineServer>> servers;
  std::unique_ptr<EngineServer>& server = servers[engine];
  if (server != nullptr) return *server;
  const char* folder = std::getenv("MADAD_TEST_ENGINES");
  if (folder == nullptr) {
    server = std::make_unique<EngineServer>(engine);
    return *server;
  }
  server.reset(new EngineServer());
  std::ifstream(std::string(folder) + "/" + engine + "/port") >> server->port_;
  if (server->port_ == 0) server->why_not_ = engine + " is not installed here";
  return *server;
}

}  // namespace madad::testing
