// Running a model and printing what it made.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cli/rows/rows.h"
#include "cli/terminal.h"

#include "madad/client/client.h"

namespace madad::cli {

// What came of a run.
struct ModelRun {
  std::string name;  // of the instance, or the model's id
  v1::ModelOutcome outcome;
  // Rows by table: of an instance its main table's, of a model all tables'.
  std::vector<std::pair<std::string, Rows>> tables;
};

// Runs what `request` says, showing progress, and returns what came of it with
// up to `limit` rows of each table; 0: all.
client::Result<ModelRun> RunModel(const v1::RunModelRequest& request, int64_t limit,
                                  const client::Client& client, const Terminal& terminal);

// Print it for a person; as records of the main table; as one object.
void PrintRunTable(const ModelRun& run, const Terminal& terminal);
void PrintRunCsv(const ModelRun& run, const Terminal& terminal);
void PrintRunJson(const ModelRun& run, const Terminal& terminal);

}  // namespace madad::cli
