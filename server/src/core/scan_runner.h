// Scans run where their data is, several at a time.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"

#include "core/finish.h"
#include "core/plan.h"
#include "core/query.h"
#include "core/result.h"

namespace madad::core {

// What came of a scan.
struct RanScan {
  absl::Status status;
  ScanRows rows;
  ScanReport report;
};

// Runs scans in their order, a few at a time: an engine's last step is often
// one thread's work, and the next scan fills the others meanwhile. Ends its
// threads when destroyed, after what they are running.
// Thread: one, which made it.
class ScanRunner {
 public:
  // Starts running `order` (indices into `scans`).
  // Lifetime: `scans` and `call` outlive the runner.
  ScanRunner(const std::vector<PlannedScan>& scans, std::vector<size_t> order,
             const CallContext& call);
  ~ScanRunner();
  ScanRunner(const ScanRunner&) = delete;
  ScanRunner& operator=(const ScanRunner&) = delete;

  // Returns what came of a scan of the order; blocks until it is done. A lone
  // scan runs in the caller's thread.
  RanScan& Wait(size_t scan);
  // Whether `Wait` would return at once.
  bool IsDone(size_t scan);
  // Blocks until another scan is done.
  void WaitForAny();

 private:
  bool RunNext();
  void Work();

  const std::vector<PlannedScan>& scans_;
  const std::vector<size_t> order_;
  const CallContext& call_;
  std::vector<RanScan> ran_;  // by scan

  std::mutex mutex_;
  std::condition_variable changed_;
  size_t next_ = 0;      // of the order
  size_t finished_ = 0;  // how many are done
  bool closing_ = false;
  std::vector<char> done_;  // by scan
  std::vector<std::thread> threads_;
};

}  // namespace madad::core
