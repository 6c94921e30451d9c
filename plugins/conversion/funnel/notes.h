// What a person should know before acting on the figures.
#pragma once

#include <madad/sdk/notes.h>

#include "funnel/tables.h"

namespace conversion::funnel {

// Returns the notes of a run, those about the data before those about the
// question; a note that nothing is counted under is left out.
sdk::Notes NotesOf(const Found& found, const LogFacts& facts, const EngineCounts& counts);

}  // namespace conversion::funnel
