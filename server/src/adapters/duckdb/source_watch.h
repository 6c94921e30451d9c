// The background work of file sources.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "absl/time/time.h"

#include "adapters/duckdb/table_sources.h"
#include "core/catalog.h"

namespace madad::adapters::duckdb {

// One thread that looks at files and has them loaded when they changed, and
// has copies laid out. Destroying it interrupts what it is at.
class SourceWatch {
 public:
  // Lifetime: the three outlive the watch.
  SourceWatch(TableSources& sources, const core::Catalog& catalog,
              const TableSourcesOptions& options);
  SourceWatch(const SourceWatch&) = delete;
  SourceWatch& operator=(const SourceWatch&) = delete;

  // There are tables to lay out.
  // Thread: any.
  void Wake();

 private:
  void Run(const std::stop_token& stop);
  // Looks at the sources that are due; returns when the next one is.
  absl::Time LookAround(const core::CallContext& call);
  void LookAt(const std::string& source, const core::CallContext& call);
  void Load(const std::string& source, const core::CallContext& call);
  // Waits until there is work or until `time`; false when the watch ends.
  bool WaitUntil(absl::Time time, const std::stop_token& stop, bool wakes);

  TableSources& sources_;
  const TableSourcesOptions& options_;
  std::map<std::string, absl::Duration> periods_;
  std::map<std::string, absl::Time> due_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool has_work_ = true;
  std::jthread thread_;  // last: it ends before what it uses
};

}  // namespace madad::adapters::duckdb
