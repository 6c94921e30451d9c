// The SDK's front door: declare metrics, then name the function that does with MADAD_PLUGIN.
//
//   void Declare(madad::sdk::Plugin& p) { p.Metric("acme.leads")...; }
//   MADAD_PLUGIN(Declare);
//
// plugins/example is the tutorial.
#pragma once

#include "madad/sdk/declaration.h"
#include "madad/sdk/dimension.h"
#include "madad/sdk/entry.h"
#include "madad/sdk/metric.h"
#include "madad/sdk/parameter.h"
#include "madad/sdk/version.h"
