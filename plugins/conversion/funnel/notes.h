// What a person should know before acting on the figures.
#pragma once

#include <vector>

#include "funnel/tables.h"

namespace conversion::funnel {

// Returns the notes of a run, those about the data before those about the
// question; a note that nothing is counted under is left out.
std::vector<Note> NotesOf(const Found& found, const LogFacts& facts, const EngineCounts& counts);

}  // namespace conversion::funnel
