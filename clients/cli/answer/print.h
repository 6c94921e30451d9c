// Printing an answer, in each of the formats.
#pragma once

#include "cli/terminal.h"

#include "madad/v1/metric_service.pb.h"

namespace madad::cli {

// All of these require an answer in which FindFault finds nothing.

// Prints a table for a person, then what it covers, warnings and, when the
// answer has one, the explanation.
void PrintAnswerTable(const v1::QueryResponse& answer, const Terminal& terminal);

// Prints records with a header, and warnings and explanation to `err`.
void PrintAnswerCsv(const v1::QueryResponse& answer, const Terminal& terminal);

// Prints one object with `columns`, `rows`, `as_of`, `snapshot`, `warnings` and,
// when the answer has one, `explanation`.
void PrintAnswerJson(const v1::QueryResponse& answer, const Terminal& terminal);

// Prints a line a warning, in words.
void PrintWarnings(const v1::QueryResponse& answer, bool color, std::ostream& out);

// Prints scans with what they sent to their engines, and how they were combined.
void PrintExplanation(const v1::Explanation& explanation, std::ostream& out);

}  // namespace madad::cli
