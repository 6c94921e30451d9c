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

Host::Host(std::string plugin, const Options& options)
    : plugin_(std::move(plugin)),
      options_(options),
      threads_(options.tasks != nullptr ? options.tasks : std::make_shared<TaskThreads>(1)),
      tasks_{sizeof(madad_tasks), static_cast<uint32_t>(threads_->threads()), &Host::RunTasks},
      abi_{sizeof(madad_host), MADAD_ABI_MINOR, this, &Host::GetExtension} {}

void Host::Log(LogLevel level, std::string_view text) const noexcept {
  if (!options_.log) return;
  try {
    options_.log({plugin_, level, text.substr(0, kMaxLine)});
  } catch (...) {
    // A line that cannot be logged must not end the plugin's call.
  }
}

void Host::LogOf(int32_t level, madad_str text) const noexcept {
  if (text.ptr != nullptr) Log(LevelOf(level), {text.ptr, text.len});
}

const void* Host::GetExtension(void* ctx, const char* id) noexcept {
  static constexpr madad_log kLog = {sizeof(madad_log), 0, &Host::WriteLog};
  if (id != nullptr && std::string_view(id) == MADAD_EXT_LOG) return &kLog;
  if (ctx != nullptr && id != nullptr && std::string_view(id) == MADAD_EXT_TASKS) {
    return &static_cast<const Host*>(ctx)->tasks_;
  }
  return nullptr;
}

void Host::WriteLog(void* ctx, int32_t level, madad_str text) noexcept {
  if (ctx != nullptr) static_cast<const Host*>(ctx)->LogOf(level, text);
}

void Host::RunTasks(void* ctx, size_t count, void (*task)(void*, size_t), void* arg) noexcept {
  if (ctx == nullptr || task == nullptr) return;
  static_cast<const Host*>(ctx)->threads_->Run(count, task, arg);
}

}  // namespace madad::registry
