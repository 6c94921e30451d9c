// The server as a plugin sees it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/time/time.h"

#include "madad/abi/ext/log.h"
#include "madad/abi/ext/tasks.h"
#include "madad/abi/host.h"
#include "registry/task_threads.h"

namespace madad::registry {

enum class LogLevel : uint8_t { kDebug, kInfo, kWarning, kError };

// A line that a plugin, or the registry about a plugin, wants in the server's log.
struct LogLine {
  std::string_view plugin;  // its id
  LogLevel level;
  std::string_view text;  // cut to 4 KiB; as the plugin gave it otherwise
};

// Takes a line. Thread: any, several at once. Lifetime: the line is gone when it returns.
using LogSink = std::function<void(const LogLine&)>;

// What plugins get from the server, and what is expected of them.
struct Options {
  LogSink log;  // where plugins' lines go; empty drops them
  // Threads that plugins share; null: each has its callers' alone.
  std::shared_ptr<TaskThreads> tasks = nullptr;
  // How long a model may take to notice that its call is over.
  absl::Duration model_grace = absl::Seconds(5);
  // How long making an instance of a model may take.
  absl::Duration create_timeout = absl::Seconds(30);
  // By how much the heap may grow while a model computes; 0: no limit.
  uint64_t model_memory = 0;
};

// The madad_host of one plugin. It gives its own address to the plugin, so it stays where it is.
class Host {
 public:
  Host(std::string plugin, const Options& options);
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  const madad_host* abi() const { return &abi_; }

  const Options& options() const { return options_; }

  // Passes a line on. An exception of the sink ends here.
  void Log(LogLevel level, std::string_view text) const noexcept;
  // The same of a line as the ABI gives it.
  void LogOf(int32_t level, madad_str text) const noexcept;

 private:
  static const void* GetExtension(void* ctx, const char* id) noexcept;
  static void WriteLog(void* ctx, int32_t level, madad_str text) noexcept;
  static void RunTasks(void* ctx, size_t count, void (*task)(void*, size_t), void* arg) noexcept;

  const std::string plugin_;
  const Options options_;
  const std::shared_ptr<TaskThreads> threads_;
  const madad_tasks tasks_;
  const madad_host abi_;
};

}  // namespace madad::registry
