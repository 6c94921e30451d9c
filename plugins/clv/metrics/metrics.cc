#include "metrics.h"

#include "metrics/predicted.h"

namespace clv {

void DeclareMetrics(sdk::Plugin& p) { DeclarePredicted(p); }

}  // namespace clv
