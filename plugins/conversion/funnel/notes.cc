#include "funnel/notes.h"

namespace conversion::funnel {
namespace {

// Adds a note whose message begins with its count.
void Add(sdk::Notes& notes, const char* code, int64_t count, const std::string& message) {
  notes.Add(code, std::to_string(count) + " " + message, count);
}

std::string ListOf(const std::set<std::string>& stages) {
  std::string text;
  for (const std::string& stage : stages) text += (text.empty() ? "'" : ", '") + stage + "'";
  return text;
}

void AddMissingStages(const Rules& rules, const LogFacts& facts, sdk::Notes& notes) {
  if (facts.rows == 0) return;
  int64_t missing = 0;
  std::string names;
  for (size_t k = 0; k < rules.steps(); ++k) {
    if (facts.by_code[k] > 0) continue;
    ++missing;
    names += (names.empty() ? "'" : ", '") + rules.NameOf(static_cast<StageCode>(k)) + "'";
  }
  std::string message = "steps have no event of their own: " + names;
  if (!facts.other_stages.empty()) {
    message += "; the log's other stages include " + ListOf(facts.other_stages);
  }
  Add(notes, "STAGE_WITHOUT_EVENTS", missing, message);
}

}  // namespace

sdk::Notes NotesOf(const Found& found, const LogFacts& facts, const EngineCounts& counts) {
  const Definition& definition = found.rules.definition();
  size_t ties = 0;
  size_t early = 0;
  for (const PartAttempts& part : found.parts) {
    ties += part.attempts.ties;
    early += part.attempts.early;
  }
  int64_t immature = 0;
  for (size_t group = 0; group < found.groups.size(); ++group) {
    const StepFigures& first = found.report.StepsOf(group)[0];
    immature += first.entered - first.mature;
  }
  sdk::Notes notes;
  Add(notes, "ENTITY_MISSING", facts.without_entity, "rows without an entity are left out");
  Add(notes, "STAGE_MISSING", facts.without_stage, "rows without a stage are left out");
  Add(notes, "TIME_MISSING", facts.without_time, "rows without a time are left out");
  Add(notes, "LATER_THAN_AS_OF", static_cast<int64_t>(counts.after_as_of),
      "events later than as_of are left out");
  AddMissingStages(found.rules, facts, notes);
  Add(notes, "TIES_WITHOUT_SEQUENCE", static_cast<int64_t>(ties),
      "events share their instant with one of another stage; the order of the steps was "
      "taken as theirs; map a sequence column to tell them apart");
  Add(notes, "OUTCOME_BEFORE_ENTRY", static_cast<int64_t>(early),
      "attempts have a later step only before their entry, which does not count as reached; "
      "with order unordered it does");
  if (definition.window != kForever) {
    Add(notes, "ENTRIES_IMMATURE", immature,
        "attempts entered less than the window before as_of and are left out of rates and "
        "durations");
  } else {
    int64_t open = 0;
    for (size_t group = 0; group < found.groups.size(); ++group) {
      const std::span<const StepFigures> steps = found.report.StepsOf(group);
      open += steps.front().entered - steps.back().entered;
    }
    Add(notes, "ENTRIES_OPEN", open,
        "attempts have not converted and may still: without a window rates can only rise, "
        "and durations are those of the ones that got there; the table curve allows for it");
  }
  return notes;
}

}  // namespace conversion::funnel
