// The SDK's front door: declare metrics and models, then name the function that does with
// MADAD_PLUGIN.
//
//   void Declare(madad::sdk::Plugin& p) { p.Metric("acme.leads")...; p.Model<Load>("acme.load"); }
//   MADAD_PLUGIN(Declare);
//
// plugins/example is the tutorial.
#pragma once

#include "madad/sdk/calendar.h"
#include "madad/sdk/declaration.h"
#include "madad/sdk/dimension.h"
#include "madad/sdk/entry.h"
#include "madad/sdk/metric.h"
#include "madad/sdk/model.h"
#include "madad/sdk/notes.h"
#include "madad/sdk/parameter.h"
#include "madad/sdk/version.h"
