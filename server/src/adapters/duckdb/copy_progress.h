// How far copies are that are being made.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/time/time.h"

#include "core/sources.h"

namespace madad::adapters::duckdb {

// Thread: any, at the same time.
class CopyProgress {
 public:
  // `log` receives a line each time that a copy has gone on for another `log_every`.
  explicit CopyProgress(std::function<void(const std::string&)> log,
                        absl::Duration log_every = absl::Seconds(10))
      : log_(std::move(log)), log_every_(log_every) {}

  // One copy, from its making to its end. Lifetime: not longer than the progress.
  class Copy {
   public:
    Copy(CopyProgress& progress, std::string table, int64_t rows_before);
    ~Copy();
    Copy(const Copy&) = delete;
    Copy& operator=(const Copy&) = delete;

    // That many more rows have been copied.
    void Add(int64_t rows);

   private:
    friend class CopyProgress;

    CopyProgress& progress_;
    const std::string table_;
    core::CopyState state_;  // guarded by the progress's mutex
    absl::Time logged_;      // the same
  };

  // Returns the copies that go on, by table; of several of one table the one that is furthest.
  std::map<std::string, core::CopyState> now() const;

 private:
  const std::function<void(const std::string&)> log_;
  const absl::Duration log_every_;
  mutable std::mutex mutex_;
  std::multimap<std::string, const Copy*> copies_;
};

}  // namespace madad::adapters::duckdb
