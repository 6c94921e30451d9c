// The model conversion.funnel.
#pragma once

#include <madad/sdk/model.h>

#include "funnel/parameters.h"

namespace conversion::funnel {

// How far entities come through the steps of a funnel, how fast, and with what
// value; see semantics.md. Its tables: steps, entities, times, curve, matches,
// notes.
class FunnelModel : public Parameters {
 public:
  static void Declare(sdk::ModelSpec<FunnelModel>& m);
  // Errors: MADAD_INVALID_ARGUMENT, naming the parameter.
  void Shape(sdk::Shape& shape) const;
  void Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out);
};

}  // namespace conversion::funnel
