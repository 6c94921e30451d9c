#include "funnel/model.h"

#include <stdexcept>

#include "funnel/notes.h"
#include "funnel/tables.h"

namespace conversion::funnel {
namespace {

// A member of the parameters as one of the model, which is made of them.
template <typename T>
T FunnelModel::*Of(T Parameters::*member) {
  return member;
}

// The host's threads; a call that is over ends the work at the next part.
Tasks TasksOf(const sdk::Call& call) {
  return [&call](size_t count, const std::function<void(size_t)>& task) {
    call.tasks().Run(count, [&](size_t i) {
      call.Check();
      task(i);
    });
  };
}

void Run(const Parameters& parameters, const sdk::Call& call, sdk::Reader& log, sdk::Writers& out) {
  const Rules rules = RulesOf(parameters, call.as_of().value_or(kForever));
  const Tasks tasks = TasksOf(call);
  const EventColumns columns{
      .sequence = log.Has("sequence"), .amount = parameters.value, .group = !parameters.by.empty()};
  Engine engine(
      rules, columns,
      parameters.arrival == "by_entity" ? Engine::Arrival::kByEntity : Engine::Arrival::kAny,
      tasks);
  LogReader reader(rules, parameters);
  reader.Read(call, log, engine);
  call.Progress(0.5, "matching");
  const std::vector<PartAttempts> parts = engine.Finish();
  call.Progress(0.8, "counting");
  const int64_t as_of = call.as_of().value_or(reader.facts().latest);
  const Report report(rules, parts, reader.groups().size(), as_of, tasks);
  const Found found{rules, parameters, reader.groups(), parts, report, reader.facts().amounts > 0};
  WriteSteps(found, out["steps"]);
  WriteTimes(found, out["times"]);
  WriteCurve(found, out["curve"]);
  WriteMatches(found, Trace(rules, parameters.trace, reader.facts().traced), out["matches"]);
  NotesOf(found, reader.facts(), engine.counts()).WriteTo(out);
  call.Progress(0.9, "writing");
  WriteEntities(found, call, out["entities"]);
}

}  // namespace

void FunnelModel::Declare(sdk::ModelSpec<FunnelModel>& m) {
  m.Label("Funnel")
      .Label("he", "משפך המרה")
      .Description(
          "How far entities come through steps that are stages, how fast, and with what value: "
          "attempts by step with rates, drop-off and times between steps; every attempt; a "
          "histogram of times to convert; conversion over time with lost as the competing risk; "
          "and the events of one entity, each with what became of it. An attempt not converted "
          "is censored at as_of. With a window, rates and durations are those of attempts whose "
          "window has passed.");
  m.Param("entity", Of(&Parameters::entity), "Whose stage log is read: lead, opportunity, ...");
  m.Param("steps", Of(&Parameters::steps),
          "The stages in order; each a text, or {stage, optional, min_gap, max_gap} with gaps "
          "since the step matched before it.")
      .Required();
  m.Param("exclude", Of(&Parameters::exclude),
          "Stages that end an attempt; each a text, or {stage, after, before} with the steps "
          "between which it does.");
  m.Param("window", Of(&Parameters::window),
          "How long after its first step an attempt may reach others (30d); empty: forever.");
  m.Param("order", Of(&Parameters::order),
          "ordered: others may come in between; strict: they may not; unordered: any order.")
      .OneOf({"ordered", "unordered", "strict"});
  m.Param("entry", Of(&Parameters::entry),
          "Which attempt of an entity counts: its first, the one that goes furthest, or every one.")
      .OneOf({"first_entry", "best_entry", "every_entry"});
  m.Param("policy", Of(&Parameters::policy),
          "reached_or_beyond: a stage without an event is entered with a later one; strict: not.")
      .OneOf({"reached_or_beyond", "strict"});
  m.Param("by", Of(&Parameters::by), "Dimensions to break down by, as they are at the entry.");
  m.Param("where", Of(&Parameters::where), "A condition for the rows that are read.");
  m.Param("from", Of(&Parameters::from), "Entries from this instant or date on.");
  m.Param("to", Of(&Parameters::to), "Entries before this instant or date.");
  m.Param("timezone", Of(&Parameters::timezone),
          "The zone of from and to; outside of UTC they are written as instants.");
  m.Param("trace", Of(&Parameters::trace), "An entity whose events the table matches explains.");
  m.Param("value", Of(&Parameters::value), "Whether amounts are read.");
  m.Param("curve_points", Of(&Parameters::curve_points), "How many points a curve has at most.")
      .Min(1)
      .Max(100'000);
  m.Param("arrival", Of(&Parameters::arrival),
          "by_entity: the source sorts the log by entity, so that only one's events are held at a "
          "time; slower, for logs larger than memory.")
      .OneOf({"any", "by_entity"});
}

void FunnelModel::Shape(sdk::Shape& shape) const {
  RulesOf(*this);  // refuses what is wrong with them before anything runs
  DescribeShape(*this, shape);
}

void FunnelModel::Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out) {
  try {
    Run(*this, call, in["events"], out);
  } catch (const std::length_error& e) {
    throw sdk::Error(MADAD_RESOURCE_EXHAUSTED, e.what(), MADAD_SOURCE_DATA);
  } catch (const std::overflow_error& e) {
    throw sdk::Error(MADAD_OUT_OF_RANGE, e.what(), MADAD_SOURCE_DATA);
  }
}

}  // namespace conversion::funnel
