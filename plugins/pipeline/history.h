// What open opportunities were worth at any time, from their stage log.
#pragma once

#include "stage_log.h"

namespace pipeline {

// The model `pipeline.history`. Tables: `changes`, by how much the number, value and weighted value
// of what is open changed with each entry of the log; `notes`.
class History : public StageOptions {
 public:
  static void Declare(sdk::ModelSpec<History>& m);
  void Shape(sdk::Shape& shape) const;
  void Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out);
};

// The metrics over its table.
void DeclareHistory(sdk::Plugin& p);

}  // namespace pipeline
