// How long entities stay in each stage, and how many go on.
#pragma once

#include "stage_log.h"
#include "stays.h"

namespace pipeline {

// The model `pipeline.stage_dwell`. Tables: `dwell`, by stage and the dimensions of `by`; `stays`,
// one row a stay; `notes`.
class StageDwell : public StageOptions {
 public:
  static void Declare(sdk::ModelSpec<StageDwell>& m);
  void Shape(sdk::Shape& shape) const;
  void Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out);

 private:
  void WriteStays(const StageLog& log, const std::vector<Stay>& stays, const sdk::Call& call,
                  sdk::Writer& out) const;

  std::string count_ = "every_stay";
  sdk::Duration horizon_ = sdk::Duration::Days(365);
};

// The metrics over its tables, and the dimension `stage`.
void DeclareStages(sdk::Plugin& p);

}  // namespace pipeline
