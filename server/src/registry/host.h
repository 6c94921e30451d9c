// The server as a plugin sees it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "madad/abi/ext/log.h"
#include "madad/abi/host.h"

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

// The madad_host of one plugin. It gives its own address to the plugin, so it stays where it is.
class Host {
 public:
  // Lines go to `sink`; an empty one drops them.
  Host(std::string plugin, LogSink sink);
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  const madad_host* abi() const { return &abi_; }

  // Passes a line on. An exception of the sink ends here.
  void Log(LogLevel level, std::string_view text) const noexcept;

 private:
  static const void* GetExtension(void* ctx, const char* id) noexcept;
  static void WriteLog(void* ctx, int32_t level, madad_str text) noexcept;

  const std::string plugin_;
  const LogSink sink_;
  const madad_host abi_;
};

}  // namespace madad::registry
