#include "registry/given_up.h"

#include <mutex>
#include <utility>
#include <vector>

#include "registry/session.h"

namespace madad::registry {
namespace {

// Reachable, and never destroyed: not even when the program ends.
struct Kept {
  std::mutex mutex;
  std::vector<std::shared_ptr<Session>> sessions;
};

Kept& Instance() {
  static auto* const kept = new Kept();
  return *kept;
}

}  // namespace

void KeepForever(std::shared_ptr<Session> session) {
  const std::lock_guard lock(Instance().mutex);
  Instance().sessions.push_back(std::move(session));
}

bool ThreadsWereGivenUp() {
  const std::lock_guard lock(Instance().mutex);
  return !Instance().sessions.empty();
}

}  // namespace madad::registry
