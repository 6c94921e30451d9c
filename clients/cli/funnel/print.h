// Printing a funnel, in each of the formats.
#pragma once

#include "cli/funnel/answer.h"
#include "cli/terminal.h"

namespace madad::cli {

// Prints for each group the stages with their figures and a bar scaled to the
// first, then the other tables that were asked for, and the footer.
void PrintFunnelTable(const FunnelAnswer& answer, const Terminal& terminal);

// Prints the events of the entity `key` with the step that each matched, or why
// it matched none.
void PrintFunnelTrace(const FunnelAnswer& answer, const std::string& key, const Terminal& terminal);

// Prints the first table as records; warnings go to `err`.
void PrintFunnelCsv(const FunnelAnswer& answer, const Terminal& terminal);

// Prints one object: `tables` (by name, each of `columns` and `rows`),
// `parameters`, `range`, `as_of`, `snapshot`, `warnings`.
void PrintFunnelJson(const FunnelAnswer& answer, const Terminal& terminal);

}  // namespace madad::cli
