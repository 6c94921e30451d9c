// Waiting for what another thread does.
#pragma once

#include <chrono>
#include <thread>

namespace madad::testing {

// Waits up to 30 s until `condition` holds; false when it does not.
template <typename Condition>
bool Eventually(Condition condition) {
  for (int i = 0; i < 30'000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return false;
}

}  // namespace madad::testing
