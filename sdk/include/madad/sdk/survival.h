// Times to an event when not all of them have come: survival curves, incidences of competing
// events, and a test of whether two groups differ. A header of its own; needs nothing else.
#pragma once

#include "madad/sdk/survival/aalen_johansen.h"
#include "madad/sdk/survival/kaplan_meier.h"
#include "madad/sdk/survival/log_rank.h"
#include "madad/sdk/survival/risk_table.h"
