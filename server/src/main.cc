// madad-server: wiring only.
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "app/assembly.h"
#include "app/options.h"
#include "app/plugin_reports.h"
#include "core/text.h"
#include "registry/given_up.h"
#include "rpc/server.h"

namespace {

using madad::app::Assembly;
using madad::app::Options;

int Fail(const absl::Status& status) {
  std::cerr << "madad-server: " << status.message() << "\n";
  return 1;
}

// Signals that end the server, blocked in every thread so that one waits.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

madad::rpc::Backend BackendOf(const Assembly& assembly) {
  using Reports = std::vector<madad::core::PluginReport>;
  auto plugins = std::make_shared<const Reports>(madad::app::PluginReports(assembly.plugins));
  return {.world = assembly.world(),
          .sources = assembly.sources,
          .plugins = [plugins = std::move(plugins)] { return plugins; },
          .models = assembly.models};
}

int Serve(const Options& options, const Assembly& assembly, const sigset_t& signals) {
  madad::rpc::ServerOptions server_options;
  server_options.listen = options.listen;
  server_options.allow_plaintext_on_network = options.allow_plaintext_on_network;
  const size_t cores = std::max(1U, std::thread::hardware_concurrency());
  server_options.answers.threads =
      options.query_threads > 0 ? static_cast<size_t>(options.query_threads) : 2 * cores;
  server_options.answers.cache_bytes = options.cache_bytes;
  server_options.answers.max_groups = options.max_groups;
  auto server = madad::rpc::Server::Start(server_options, BackendOf(assembly));
  if (!server.ok()) return Fail(server.status());
  std::cout << "listening on " << (*server)->address() << std::endl;
  int signal = 0;
  sigwait(&signals, &signal);
  std::cout << "draining" << std::endl;
  (*server)->Shutdown(absl::Seconds(options.drain_seconds));
  return 0;
}

// Serves or checks what `options` name, and returns the program's exit status.
int Run(const Options& options, const sigset_t& signals) {
  const absl::StatusOr<Assembly> assembly = madad::app::Assemble(options, std::cerr);
  if (!assembly.ok()) return Fail(assembly.status());
  if (!options.check) return Serve(options, *assembly, signals);
  std::cout << (assembly->problems == 0 ? std::string("no problems")
                                        : madad::core::Cat(assembly->problems, " problems"))
            << std::endl;
  return assembly->problems == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  int exit_code = 0;
  const std::optional<Options> options = madad::app::ParseOptions(argc, argv, exit_code);
  if (!options) return exit_code;
  // Before any thread starts, so that all of them inherit it.
  const sigset_t signals = BlockSignals();
  exit_code = Run(*options, signals);
  // A thread that is still in a plugin must not see its variables destroyed.
  if (madad::registry::ThreadsWereGivenUp()) std::_Exit(exit_code);
  return exit_code;
}
