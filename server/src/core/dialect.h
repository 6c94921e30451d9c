// Scans to SQL of one engine.
#pragma once

#include "core/adapter.h"
#include "core/scan.h"

namespace madad::core {

// Prints scans. Literals become parameters, identifiers are quoted; columns of
// the result are g0, g1, ... for the groups and a0, a1, ... for the aggregates,
// in the types that the expressions declare (durations as int64 microseconds,
// buckets as dates).
// Thread: any, at the same time.
class Dialect {
 public:
  virtual ~Dialect() = default;
  // Requires: `scan` is bound and typed.
  virtual SqlStatement Print(const Scan& scan) const = 0;
  // The columns have the scan's names and types (durations as int64
  // microseconds); texts may come as dictionaries.
  virtual SqlStatement Print(const RowScan& scan) const = 0;
  // OK, or why the engine cannot compute `expr` (typed): UNIMPLEMENTED
  // (NOT_IN_ENGINE), with what to do instead.
  virtual absl::Status CanPrint(const Expr& expr) const {
    (void)expr;
    return absl::OkStatus();
  }
};

}  // namespace madad::core
