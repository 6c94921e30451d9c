// An engine whose answers, speed and failures tests decide.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <vector>

#include "core/adapter.h"
#include "core/dialect.h"

namespace madad::testing {

// Prints which Arrow types a scan's columns have, instead of SQL.
class TypesDialect : public core::Dialect {
 public:
  core::SqlStatement Print(const core::Scan& scan) const override;
  core::SqlStatement Print(const core::RowScan& scan) const override;
};

// Answers every scan with `rows` rows (one when it has no groups): texts of
// `text_bytes` bytes that differ, days, and numbers from 0.
class FakeAdapter : public core::Adapter {
 public:
  std::string Name() const override { return "fake"; }
  const core::Dialect& dialect() const override { return dialect_; }
  absl::StatusOr<core::ArrowStream> Execute(const core::SqlStatement& statement,
                                            const core::CallContext& call) override;

  // From now on scans wait until they are let go, or their call is over.
  void Hold();
  void LetGo();
  // From now on scans fail with this; OK ends it.
  void FailWith(const absl::Status& status);

  // Scans that were begun, and that found their call cancelled.
  int started() const { return started_; }
  int stopped() const { return stopped_; }
  // Wait up to 30 s for that many; false when they did not come.
  bool WaitForStarted(int count) const;
  bool WaitForStopped(int count) const;

  std::atomic<int64_t> rows = 3;
  std::atomic<size_t> text_bytes = 8;

 private:
  bool WaitForPermission(const core::CallContext& call);

  TypesDialect dialect_;
  std::atomic<int> started_ = 0;
  std::atomic<int> stopped_ = 0;
  std::mutex mutex_;
  bool held_ = false;
  absl::Status failure_;
};

}  // namespace madad::testing
