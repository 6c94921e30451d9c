#include <algorithm>

#include "demo/company.h"
#include "demo/generators.h"

namespace madad::demo {
namespace {

constexpr int kAbandonedRate = 40;    // per mille of stages that nobody ever closes
constexpr int kCompetitorRate = 350;  // of opportunities with a known competitor
constexpr int kUnknownReasonRate = 60;

constexpr Quantiles kStageDays{{0, 1}, {250, 4}, {500, 8}, {800, 17}, {1000, 45}};

// Shekels, by segment.
constexpr Quantiles kAmount[] = {{{0, 2'000}, {500, 9'000}, {900, 26'000}, {1000, 60'000}},
                                 {{0, 12'000}, {500, 42'000}, {900, 110'000}, {1000, 240'000}},
                                 {{0, 50'000}, {500, 180'000}, {900, 520'000}, {1000, 1'400'000}}};

// The stage that a lost opportunity is lost in.
constexpr Weighted kLostAfter[] = {{"Discovery", 300}, {"Proposal", 400}, {"Negotiation", 300}};

bool DrawWon(const Lead& lead, Random& random) {
  const int64_t region = lead.region == kNone ? 1000 : Regions()[lead.region].win_factor;
  const int64_t segment = Segments()[lead.segment].win_factor;
  return random.Chance(Sources()[lead.source].win_rate * region / 1000 * segment / 1000);
}

// Returns the time the next stage is entered; nothing when it is never, or
// beyond the data's end.
std::optional<Time> NextStage(Time entered, const Lead& lead, Random& random) {
  const Time days = kStageDays.Draw(random) * Segments()[lead.segment].cycle_factor * kDay / 1000;
  const Time stay = days + random.Below(kDay);
  if (random.Chance(kAbandonedRate)) return std::nullopt;
  const Time time = NextWorkingMoment(entered + stay, random);
  return time <= kLastSecond ? std::optional(time) : std::nullopt;
}

// Walks the opportunity through its stages, up to the data's end. The amount is
// negotiated at each stage but the last.
void Walk(Opportunity& opportunity, const Lead& lead, Random& random) {
  static const auto& lost_after = *new Choice(ChoiceOf(kLostAfter));
  const bool won = DrawWon(lead, random);
  const int stages = won ? 3 : lost_after.Draw(random) + 1;
  int64_t amount = kAmount[lead.segment].Draw(random) * 100;
  amount += random.Between(0, 99);
  opportunity.steps.push_back({OpportunityStage::kDiscovery, *lead.opportunity, amount});
  for (int stage = 1; stage <= stages; ++stage) {
    const std::optional<Time> entered = NextStage(opportunity.Last().entered, lead, random);
    if (!entered) return;
    const bool closes = stage == stages;
    if (!closes) amount = amount * random.Between(850, 1080) / 1000;
    const OpportunityStage open =
        stage == 1 ? OpportunityStage::kProposal : OpportunityStage::kNegotiation;
    const OpportunityStage closed =
        won ? OpportunityStage::kClosedWon : OpportunityStage::kClosedLost;
    opportunity.steps.push_back({closes ? closed : open, *entered, amount});
  }
}

void FillAttributes(Opportunity& opportunity, Random& random) {
  static const auto& product = *new Choice(ChoiceOf(Products()));
  static const auto& competitor = *new Choice(ChoiceOf(Competitors()));
  static const auto& reason = *new Choice(ChoiceOf(LossReasons()));
  opportunity.product = product.Draw(random);
  if (random.Chance(kCompetitorRate)) opportunity.competitor = competitor.Draw(random);
  if (opportunity.Lost() && !random.Chance(kUnknownReasonRate)) {
    opportunity.lost_reason = reason.Draw(random);
  }
}

}  // namespace

std::vector<Opportunity> MakeOpportunities(uint64_t seed, std::vector<Lead>& leads) {
  std::vector<Opportunity> opportunities;
  for (size_t i = 0; i < leads.size(); ++i) {
    Lead& lead = leads[i];
    if (!lead.opportunity) continue;
    Opportunity opportunity;
    opportunity.lead = i;
    Random random(seed, Stream::kOpportunity, static_cast<uint64_t>(lead.number));
    Walk(opportunity, lead, random);
    FillAttributes(opportunity, random);
    if (opportunity.Won()) lead.won = opportunity.Last().entered;
    if (opportunity.Lost()) lead.lost = opportunity.Last().entered;
    opportunities.push_back(std::move(opportunity));
  }
  std::stable_sort(opportunities.begin(), opportunities.end(),
                   [](const Opportunity& a, const Opportunity& b) {
                     return a.steps.front().entered < b.steps.front().entered;
                   });
  int64_t number = 0;
  for (Opportunity& opportunity : opportunities) opportunity.number = ++number;
  return opportunities;
}

std::vector<size_t> MakeCustomers(std::vector<Opportunity>& opportunities) {
  std::vector<size_t> won;
  for (size_t i = 0; i < opportunities.size(); ++i) {
    if (opportunities[i].Won()) won.push_back(i);
  }
  std::stable_sort(won.begin(), won.end(), [&opportunities](size_t a, size_t b) {
    return opportunities[a].Last().entered < opportunities[b].Last().entered;
  });
  int64_t number = 0;
  for (const size_t index : won) opportunities[index].customer = ++number;
  return won;
}

}  // namespace madad::demo
