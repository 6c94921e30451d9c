#include "registry/host.h"

#include <algorithm>
#include <utility>

#include "madad/abi/plugin.h"

namespace madad::registry {
namespace {

constexpr size_t kMaxLine = size_t{4} << 10;

LogLevel LevelOf(int32_t level) {
  return static_cast<LogLevel>(std::clamp(level, MADAD_LOG_DEBUG, MADAD_LOG_ERROR));
}

}  // namespace

Host::Host(std::string plugin, LogSink sink)
    : plugin_(std::move(plugin)),
      sink_(std::move(sink)),
      abi_{sizeof(madad_host), MADAD_ABI_MINOR, this, &Host::GetExtension} {}

void Host::Log(LogLevel level, std::string_view text) const noexcept {
  if (!sink_) return;
  try {
    sink_({plugin_, level, text.substr(0, kMaxLine)});
  } catch (...) {
    // A line that cannot be logged must not end the plugin's call.
  }
}

const void* Host::GetExtension(void*, const char* id) noexcept {
  static constexpr madad_log kLog = {sizeof(madad_log), 0, &Host::WriteLog};
  if (id != nullptr && std::string_view(id) == MADAD_EXT_LOG) return &kLog;
  return nullptr;
}

void Host::WriteLog(void* ctx, int32_t level, madad_str text) noexcept {
  if (ctx == nullptr || text.ptr == nullptr) return;
  static_cast<const Host*>(ctx)->Log(LevelOf(level), {text.ptr, text.len});
}

}  // namespace madad::registry
