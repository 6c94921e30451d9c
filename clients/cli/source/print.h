// Printing what was read from sources, in each of the formats.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/terminal.h"

#include "madad/v1/source_service.pb.h"

namespace madad::cli {

// What a command learnt about sources.
struct SourcesReport {
  std::vector<v1::Source> sources;
  // For a refresh: the tables that were loaded anew.
  std::vector<std::string> loaded = {};
  bool is_refresh = false;
};

// What became of the newest version of a table's data.
enum class TableState {
  kInUse,
  kStale,    // it was refused; an earlier version is in use
  kRefused,  // and there is no earlier one
  kNotLoaded,
};

TableState StateOf(const v1::SourceTable& table);

// `ok`, `stale`, `failed`, `not loaded`.
std::string_view StateName(TableState state);

// Returns how far a copy is: `1,200 rows, 40 %`; without the share when nobody knows how many
// rows there will be.
std::string CopyText(const v1::Copying& copying);

// Returns that share, at most 1.
std::optional<double> ShareCopied(const v1::Copying& copying);

// True when a table was refused or rows of it were rejected. Duplicates that the
// catalog says to drop are none.
bool HasProblems(const v1::Source& source);

// True when the newest data of a table is not in use.
bool HasRefusals(const v1::Source& source);

// Print a line a table: rows read = kept + rejected + duplicates, how new and
// in what state; in tables followed by the rejected rows, as `file:line`.
void PrintSourcesTable(const SourcesReport& report, const Terminal& terminal);
void PrintSourcesCsv(const SourcesReport& report, const Terminal& terminal);
// One object, `{"sources": [...]}`, for a refresh with `loaded`.
void PrintSourcesJson(const SourcesReport& report, const Terminal& terminal);

}  // namespace madad::cli
