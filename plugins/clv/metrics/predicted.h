// Metrics over what the model clv.customer_value predicts.
#pragma once

#include "metrics.h"

namespace clv {

void DeclarePredicted(sdk::Plugin& p);

}  // namespace clv
