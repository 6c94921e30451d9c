// Printing an answer, in each of the formats.
#pragma once

#include "cli/terminal.h"

#include "madad/v1/metric_service.pb.h"

namespace madad::cli {

class JsonWriter;

// All of these require an answer in which FindFault finds nothing.

// Prints a table for a person, with the totals as its last line, then the footer.
void PrintAnswerTable(const v1::QueryResponse& answer, const Terminal& terminal);

// Prints records with a header. Totals would be summed with the rows, so they go
// to `err`, as warnings and explanation do.
void PrintAnswerCsv(const v1::QueryResponse& answer, const Terminal& terminal);

// Prints one object with `columns`, `rows`, `range` (half-open), `as_of`,
// `snapshot`, `warnings` and, when the answer has them, `totals` (one row),
// `plugin_versions` and `explanation`.
void PrintAnswerJson(const v1::QueryResponse& answer, const Terminal& terminal);

// Prints what an answer covers, warnings and, when it has one, the explanation.
void PrintFooter(const v1::QueryResponse& answer, const Terminal& terminal);

// Prints scans with what they sent to their engines, and how they were combined.
void PrintExplanation(const v1::Explanation& explanation, std::ostream& out);

// Writes the key `explanation` and its object.
void WriteExplanationJson(const v1::Explanation& explanation, JsonWriter* json);

}  // namespace madad::cli
