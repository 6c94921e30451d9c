#include "unit/plugins/conversion/random_funnels.h"

#include <algorithm>

namespace madad::testing {
namespace {

constexpr int kExcludedStage = 10;
constexpr int kOtherStage = 11;

}  // namespace

ReferenceFunnel RandomFunnels::Funnel(ReferenceFunnel::Entry entry, bool with_rules) {
  ReferenceFunnel funnel;
  funnel.entry = entry;
  funnel.steps.resize(static_cast<size_t>(1 + Below(4)));
  constexpr ReferenceFunnel::Order kOrders[] = {ReferenceFunnel::Order::kOrdered,
                                                ReferenceFunnel::Order::kUnordered,
                                                ReferenceFunnel::Order::kStrict};
  funnel.order = kOrders[Below(3)];
  funnel.reached_or_beyond = OneIn(2);
  if (!OneIn(3)) funnel.window = Below(10);
  if (OneIn(4)) funnel.from = Below(6);
  if (OneIn(4)) funnel.to = 4 + Below(8);
  if (OneIn(4)) funnel.as_of = 4 + Below(8);
  if (with_rules) AddRules(funnel);
  return funnel;
}

void RandomFunnels::AddRules(ReferenceFunnel& funnel) {
  const int steps = static_cast<int>(funnel.steps.size());
  const bool is_unordered = funnel.order == ReferenceFunnel::Order::kUnordered;
  for (int n = Below(3); n > 0; --n) {
    ReferenceExclusion exclusion{
        .stage = OneIn(3) ? kLostStage : kExcludedStage, .after = 0, .before = steps - 1};
    if (!is_unordered && steps > 1) {
      exclusion.after = Below(steps - 1);
      exclusion.before = exclusion.after + 1 + Below(steps - 1 - exclusion.after);
      if (OneIn(3)) exclusion.stage = Below(steps);
    }
    funnel.exclusions.push_back(exclusion);
  }
  for (int k = 1; k < steps && !is_unordered; ++k) {
    ReferenceStep& step = funnel.steps[static_cast<size_t>(k)];
    step.optional = k + 1 < steps && OneIn(3);
    if (OneIn(3)) step.min_gap = Below(3);
    if (OneIn(2)) step.max_gap = step.min_gap + Below(4);
  }
}

std::vector<ReferenceEvent> RandomFunnels::History(const ReferenceFunnel& funnel, size_t most,
                                                   bool with_sequence, int64_t first_id) {
  const int steps = static_cast<int>(funnel.steps.size());
  std::vector<ReferenceEvent> events(static_cast<size_t>(Below(static_cast<int>(most) + 1)));
  // Half of the histories go more or less the funnel's way.
  const bool is_on_its_way = OneIn(2);
  for (size_t i = 0; i < events.size(); ++i) {
    ReferenceEvent& event = events[i];
    event.time = is_on_its_way ? static_cast<int64_t>(i) + Below(3) : Below(12);
    if (with_sequence && !OneIn(4)) event.sequence = Below(3);
    event.stage = is_on_its_way && !OneIn(4) ? static_cast<int>(i) * steps / 8 : Below(steps);
    if (OneIn(6)) event.stage = kExcludedStage;
    if (OneIn(12)) event.stage = kOtherStage;
    if (OneIn(8)) event.stage = kLostStage;
    event.id = first_id++;
  }
  return events;
}

std::string StageName(int stage) {
  return stage == kLostStage ? "lost" : "stage " + std::to_string(stage);
}

conversion::funnel::Definition EngineFunnel(const ReferenceFunnel& funnel) {
  namespace engine = conversion::funnel;
  engine::Definition definition;
  for (size_t k = 0; k < funnel.steps.size(); ++k) {
    const ReferenceStep& step = funnel.steps[k];
    definition.steps.push_back({.stage = StageName(static_cast<int>(k)),
                                .optional = step.optional,
                                .min_gap = step.min_gap,
                                .max_gap = step.max_gap.value_or(engine::kForever)});
  }
  for (const ReferenceExclusion& x : funnel.exclusions) {
    const bool is_whole = x.after == 0 && x.before + 1 == static_cast<int>(funnel.steps.size());
    definition.exclusions.push_back({StageName(x.stage), is_whole ? "" : StageName(x.after),
                                     is_whole ? "" : StageName(x.before)});
  }
  definition.window = funnel.window.value_or(engine::kForever);
  definition.order = static_cast<engine::Order>(funnel.order);
  definition.entry = static_cast<engine::Entry>(funnel.entry);
  definition.policy =
      funnel.reached_or_beyond ? engine::Policy::kReachedOrBeyond : engine::Policy::kStrict;
  if (funnel.from) definition.from = *funnel.from;
  if (funnel.to) definition.to = *funnel.to;
  if (funnel.as_of) definition.as_of = *funnel.as_of;
  return definition;
}

}  // namespace madad::testing
