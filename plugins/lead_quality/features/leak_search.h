// The search for features that rank leads too well.
#pragma once

#include <optional>
#include <vector>

#include "features/leak_guard.h"

namespace lead_quality {

// Looks at the features by themselves, the one that ranks best first, over leads spread over all.
class LeakSearch {
 public:
  // `used` are those that are not known to leak. Lifetime: of the options.
  LeakSearch(const Frame& frame, const Targets& targets, const LeakOptions& options,
             std::vector<bool> used);

  // Returns those that rank too well; see FindLeaks. Once.
  std::vector<Leak> Run();

  // Of each feature by itself, also of those that leak. Nulls: of keys and texts, and unless there
  // are leads of both kinds.
  const std::vector<std::optional<double>>& aucs() const { return aucs_; }

 private:
  // The feature that ranks best of those used; none when there is none.
  std::optional<size_t> Best() const;
  std::optional<Leak> Check(size_t f) const;
  Targets targets() const { return {converted_, weights_}; }

  const LeakOptions& options_;
  Frame frame_;
  std::vector<uint8_t> converted_;
  std::vector<double> weights_;
  std::vector<bool> used_;
  std::vector<std::optional<double>> aucs_;
};

}  // namespace lead_quality
