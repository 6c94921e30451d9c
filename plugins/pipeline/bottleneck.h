// Which stages hold entities up, and which lose them.
#pragma once

#include "stage_log.h"

namespace pipeline {

// The model `pipeline.bottleneck`. Tables: `bottleneck`, two rows a stage (how long, and how many
// are lost), ranked, each with its evidence; `notes`.
class Bottleneck : public StageOptions {
 public:
  static void Declare(sdk::ModelSpec<Bottleneck>& m);
  void Shape(sdk::Shape& shape) const;
  void Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out);

 private:
  sdk::Duration recent_ = sdk::Duration::Days(90);
  int64_t min_stays_ = 10;
  double level_ = 0.05;
};

}  // namespace pipeline
