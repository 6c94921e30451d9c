#include "app/options.h"

#include <iostream>

#include <CLI/CLI.hpp>

namespace madad::app {
namespace {

constexpr char kFooter[] = R"(
Examples:
  madad-server --config catalog.yaml --check      say everything that is wrong, and stop
  madad-server --config catalog.yaml              serve on 127.0.0.1:7400
  madad-server --config catalog.yaml --listen unix:/run/madad.sock
  madad-server --config catalog.yaml --state-dir /var/lib/madad
                                                  keep what models learn over a restart

Exit status: 0 done, 1 something is wrong with the catalog, data or plugins (--check)
or the server could not start, 2 wrong usage.)";

}  // namespace

std::optional<Options> ParseOptions(int argc, char** argv, int& exit_code) {
  Options options;
  CLI::App app("Madad's server: sales metrics over gRPC", "madad-server");
  app.set_version_flag("--version", MADAD_VERSION);
  app.add_option("--config", options.config, "The catalog (YAML)")->required();
  app.add_option("--plugins", options.plugins, "Folder of plugins (*.so)");
  app.add_option("--listen", options.listen, "host:port (port 0: any free one) or unix:PATH")
      ->capture_default_str();
  app.add_flag("--allow-plaintext-on-network", options.allow_plaintext_on_network,
               "Serve without encryption on an address that other machines can reach");
  app.add_flag("--check", options.check, "Load everything, report every problem, and stop");
  app.add_option("--threads", options.threads, "Threads of the embedded store (0: all cores)")
      ->check(CLI::Range(0, 1024));
  app.add_option("--memory-limit", options.memory_limit, "Memory of the embedded store, as 4GB");
  app.add_option("--query-threads", options.query_threads,
                 "Queries at the same time (0: 2 x cores)")
      ->check(CLI::Range(0, 1024));
  app.add_option("--cache-size", options.cache_bytes,
                 "Answers kept for the next time, as 64MB (0: none)")
      ->transform(CLI::AsSizeValue(false))
      ->default_str("64MB");
  app.add_option("--max-groups", options.max_groups,
                 "Groups that a query may have in a source; one with more is refused")
      ->check(CLI::Range(int64_t{1}, int64_t{1'000'000'000}))
      ->capture_default_str();
  app.add_option("--model-memory", options.model_memory,
                 "By how much the server's heap may grow while a model computes (0: no limit)")
      ->transform(CLI::AsSizeValue(false))
      ->default_str("4GB");
  app.add_option("--state-dir", options.state_dir,
                 "Folder that keeps what models learn; servers may share it");
  app.add_option("--drain-seconds", options.drain_seconds,
                 "How long running calls may take after SIGTERM")
      ->check(CLI::Range(0, 3600))
      ->capture_default_str();
  app.footer(kFooter);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    exit_code = app.exit(error) == 0 ? 0 : 2;
    return std::nullopt;
  }
  return options;
}

}  // namespace madad::app
