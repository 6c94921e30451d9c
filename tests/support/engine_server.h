// A database server of a test's own.
#pragma once

#include <memory>
#include <string>

#include "support/temporary_folder.h"

namespace madad::testing {

// A port of loopback that nobody listens on now; 0: none.
int FreePort();

// A server that tests/support/engines/<engine>.sh starts in a temporary folder, on a free port of
// loopback; stopped when it goes.
class EngineServer {
 public:
  // Starts `engine` ("postgresql"); `is_there` tells whether that worked.
  explicit EngineServer(const std::string& engine);
  EngineServer(const EngineServer&) = delete;
  EngineServer& operator=(const EngineServer&) = delete;
  ~EngineServer();

  // False where the server's package is not installed or it did not start: `why_not` says.
  bool is_there() const { return why_not_.empty(); }
  const std::string& why_not() const { return why_not_; }
  int port() const { return port_; }

  // Stops it in an orderly way, or as a crash would; starts it again on the same port.
  void Stop() { Run("stop"); }
  void Kill() { Run("kill"); }
  void Start();

  // The one that tests share: of the run (its folder is in MADAD_TEST_ENGINES), else of the
  // program. Nobody stops it.
  // Lifetime: the program's.
  static EngineServer& Shared(const std::string& engine);

 private:
  EngineServer() = default;
  void Run(const std::string& command);

  TemporaryFolder folder_;
  std::string script_;
  int port_ = 0;
  std::string why_not_;
};

}  // namespace madad::testing
