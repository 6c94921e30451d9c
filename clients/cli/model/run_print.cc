#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/model/run.h"
#include "cli/model/state.h"
#include "cli/render/escape.h"
#include "cli/render/json.h"
#include "cli/render/moment.h"
#include "cli/render/number.h"
#include "cli/render/style.h"
#include "cli/render/timestamp.h"
#include "cli/rows/print.h"

namespace madad::cli {
namespace {

// `sales_funnel: ran in 1s 200ms, 4,321 rows in sales_funnel, sales_funnel_entities`
std::string OutcomeText(const ModelRun& run) {
  const v1::ModelOutcome& outcome = run.outcome;
  const auto micros = static_cast<int64_t>(SecondsOf(outcome.elapsed()) * 1e6);
  const std::string rows = absl::StrCat(GroupThousands(absl::StrCat(outcome.row_count())),
                                        " rows in ", absl::StrJoin(outcome.tables(), ", "));
  if (!outcome.ran()) {
    return absl::StrCat(run.name, ": fresh, so it did not run (--force runs it); ", rows);
  }
  std::string text = absl::StrCat(run.name, ": ran in ", DurationText(micros), ", ", rows);
  if (!outcome.training().empty()) absl::StrAppend(&text, "; ", outcome.training());
  return text;
}

}  // namespace

void PrintRunTable(const ModelRun& run, const Terminal& terminal) {
  terminal.out << EscapeLine(OutcomeText(run)) << '\n';
  for (const auto& [name, rows] : run.tables) {
    terminal.out << '\n' << Bold(EscapeLine(name), terminal.color) << '\n';
    PrintRowsTable(rows, terminal);
  }
}

void PrintRunCsv(const ModelRun& run, const Terminal& terminal) {
  if (!run.tables.empty()) PrintRowsCsv(run.tables.front().second, terminal);
  terminal.err << EscapeLine(OutcomeText(run)) << '\n';
}

void PrintRunJson(const ModelRun& run, const Terminal& terminal) {
  JsonWriter json(terminal.out);
  json.BeginObject();
  json.Key("name");
  json.String(run.name);
  json.Key("ran");
  json.Bool(run.outcome.ran());
  json.Key("elapsed_seconds");
  json.Double(SecondsOf(run.outcome.elapsed()));
  json.Key("row_count");
  json.Int(run.outcome.row_count());
  json.Key("training");
  json.StringOrNull(run.outcome.training());
  json.Key("parameters");
  json.Raw(JsonText(run.outcome.parameters()));
  json.Key("snapshot");
  json.StringOrNull(run.outcome.snapshot());
  json.Key("tables");
  json.BeginObject();
  for (const auto& [name, rows] : run.tables) {
    json.Key(name);
    WriteRowsJson(rows, &json);
  }
  json.EndObject();
  json.EndObject();
}

}  // namespace madad::cli
