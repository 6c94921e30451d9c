#include "cli/source/refresh.h"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "absl/strings/str_cat.h"
#include "cli/progress/bar.h"
#include "cli/source/print.h"

namespace madad::cli {
namespace {

constexpr std::chrono::milliseconds kLookEvery(200);

// Draws the copy that is furthest from its end.
void Draw(const std::vector<v1::Source>& sources, ProgressLine& line) {
  const v1::SourceTable* slowest = nullptr;
  double least = 2;
  for (const v1::Source& source : sources) {
    for (const v1::SourceTable& table : source.tables()) {
      const double share = table.has_copying() ? ShareCopied(table.copying()).value_or(0) : 2;
      if (share >= least) continue;
      least = share;
      slowest = &table;
    }
  }
  if (slowest == nullptr) return line.Clear();
  line.Show(least, absl::StrCat("copying ", slowest->name(), ": ", CopyText(slowest->copying())));
}

}  // namespace

client::Result<v1::RefreshSourceResponse> RefreshWithProgress(const client::Client& client,
                                                              const std::string& name, bool force,
                                                              const Terminal& terminal) {
  if (!terminal.progress) return client.RefreshSource(name, force);
  const std::jthread watcher([&](const std::stop_token& stop) {
    ProgressLine line(terminal);
    std::mutex mutex;
    std::condition_variable_any ended;
    std::unique_lock lock(mutex);
    while (!ended.wait_for(lock, stop, kLookEvery, [&stop] { return stop.stop_requested(); })) {
      const auto sources = client.ListSources();
      if (sources.ok()) Draw(*sources, line);
    }
  });
  return client.RefreshSource(name, force);
}

}  // namespace madad::cli
