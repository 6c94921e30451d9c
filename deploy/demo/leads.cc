#include <algorithm>

#include "demo/company.h"
#include "demo/generators.h"

namespace madad::demo {
namespace {

constexpr int kUnfilledRate = 30;       // per mille of leads with an empty attribute
constexpr int kSalesRate = 520;         // MQL to SQL
constexpr int kOpportunityRate = 600;   // SQL to opportunity
constexpr int kLostRate = 700;          // of those who go no further, those marked lost
constexpr int kQuickFactor = 1300;      // leads answered quickly qualify more often
constexpr int kUnansweredFactor = 350;  // and unanswered ones rarely
constexpr Time kQuick = 5 * kMinute;

constexpr Quantiles kAnswerDelay{
    {0, 40},          {100, 2 * kMinute}, {300, 6 * kMinute}, {500, 25 * kMinute},
    {700, 2 * kHour}, {850, 9 * kHour},   {950, 30 * kHour},  {1000, 96 * kHour}};
constexpr Quantiles kQualifyDelay{
    {0, 2 * kMinute}, {250, 4 * kHour}, {500, kDay}, {800, 4 * kDay}, {1000, 14 * kDay}};
constexpr Quantiles kSalesDelay{
    {0, 2 * kHour}, {250, kDay}, {500, 3 * kDay}, {800, 8 * kDay}, {1000, 25 * kDay}};
// The slow stage: half of the leads wait more than three weeks.
constexpr Quantiles kOpportunityDelay{
    {0, 2 * kDay}, {250, 12 * kDay}, {500, 23 * kDay}, {800, 41 * kDay}, {1000, 110 * kDay}};
constexpr Quantiles kLostDelay{{0, kHour}, {500, 9 * kDay}, {900, 30 * kDay}, {1000, 60 * kDay}};
constexpr Quantiles kCompanySize[] = {{{0, 1}, {500, 12}, {900, 45}, {1000, 99}},
                                      {{0, 100}, {500, 240}, {900, 700}, {1000, 999}},
                                      {{0, 1000}, {500, 2600}, {900, 9000}, {1000, 40000}}};

Choice SourceChoice(uint32_t LeadSource::*weight) {
  std::vector<uint32_t> weights;
  for (const LeadSource& source : Sources()) weights.push_back(source.*weight);
  return Choice(weights);
}

std::vector<Time> MakeCreationTimes(uint64_t seed, int64_t count) {
  std::vector<uint32_t> weights;
  for (int64_t day = 0; day < kDays; ++day) weights.push_back(DayWeight(day));
  const Choice day(weights);
  const Choice hour(HourWeights());
  std::vector<Time> times;
  for (int64_t i = 0; i < count; ++i) {
    Random random(seed, Stream::kCreated, static_cast<uint64_t>(i));
    const Time midnight = day.Draw(random) * kDay;
    const Time full_hour = midnight + hour.Draw(random) * kHour;
    times.push_back(full_hour + random.Below(kHour));
  }
  std::sort(times.begin(), times.end());
  return times;
}

int DrawOrNone(const Choice& choice, Random& random) {
  const int drawn = choice.Draw(random);
  return random.Chance(kUnfilledRate) ? kNone : drawn;
}

void FillAttributes(Lead& lead, Random& random) {
  static const auto& source_2024 = *new Choice(SourceChoice(&LeadSource::weight_2024));
  static const auto& source_2025 = *new Choice(SourceChoice(&LeadSource::weight_2025));
  static const auto& region = *new Choice(ChoiceOf(Regions()));
  static const auto& segment = *new Choice(ChoiceOf(Segments()));
  static const auto& industry = *new Choice(ChoiceOf(Industries()));
  static const auto& owner = *new Choice(ChoiceOf(Owners()));
  const bool first_year = DateOf(lead.created / kDay).year == 2024;
  lead.source = (first_year ? source_2024 : source_2025).Draw(random);
  const auto campaigns = static_cast<uint32_t>(Sources()[lead.source].campaigns.size());
  if (campaigns > 0) lead.campaign = static_cast<int>(random.Below(campaigns));
  lead.region = DrawOrNone(region, random);
  lead.segment = segment.Draw(random);
  lead.industry = DrawOrNone(industry, random);
  lead.owner = DrawOrNone(owner, random);
  lead.company_size = kCompanySize[lead.segment].Draw(random);
}

// Returns when the next step is taken, `delay` after `from` in working hours;
// nothing when the data ends before.
std::optional<Time> Later(Time from, const Quantiles& delay, Random& random) {
  const Time time = NextWorkingMoment(from + delay.Draw(random), random);
  return time <= kLastSecond ? std::optional(time) : std::nullopt;
}

// Answers come within minutes, or are left for working hours. A lead that nobody
// owns is not answered.
void Answer(Lead& lead, Random& random) {
  const Time delay = kAnswerDelay.Draw(random);
  if (random.Chance(Sources()[lead.source].unanswered_rate) || lead.owner == kNone) return;
  const Time time = lead.created + delay;
  const Time answered = delay <= kQuick ? time : NextWorkingMoment(time, random);
  if (answered <= kLastSecond) lead.first_response = answered;
}

int64_t QualifyRate(const Lead& lead) {
  const bool fallen = lead.source == kFallingSource && lead.created >= kFallDay * kDay;
  const int64_t rate = fallen ? kFallenQualifyRate : Sources()[lead.source].qualify_rate;
  if (!lead.first_response) return rate * kUnansweredFactor / 1000;
  const bool quick = *lead.first_response - lead.created <= kQuick;
  return quick ? std::min<int64_t>(rate * kQuickFactor / 1000, 950) : rate;
}

// Follows the lead from stage to stage until it stays behind. A lead whose next
// step lies beyond the data's end stays where it is, neither advanced nor lost.
void Follow(Lead& lead, Random& random) {
  struct Step {
    std::optional<Time> Lead::*stage;
    int64_t rate;
    const Quantiles& delay;
  };
  const Step steps[] = {{&Lead::mql, QualifyRate(lead), kQualifyDelay},
                        {&Lead::sql, kSalesRate, kSalesDelay},
                        {&Lead::opportunity, kOpportunityRate, kOpportunityDelay}};
  Time reached = lead.first_response.value_or(lead.created);
  for (const Step& step : steps) {
    if (!random.Chance(step.rate)) {
      if (random.Chance(kLostRate)) lead.lost = Later(reached, kLostDelay, random);
      return;
    }
    lead.*step.stage = Later(reached, step.delay, random);
    if (!(lead.*step.stage)) return;
    reached = *(lead.*step.stage);
  }
}

}  // namespace

std::vector<Lead> MakeLeads(uint64_t seed, int64_t count) {
  std::vector<Lead> leads;
  for (const Time created : MakeCreationTimes(seed, count)) {
    Lead lead;
    lead.number = static_cast<int64_t>(leads.size()) + 1;
    lead.created = created;
    Random random(seed, Stream::kLead, static_cast<uint64_t>(lead.number));
    FillAttributes(lead, random);
    Answer(lead, random);
    Follow(lead, random);
    leads.push_back(lead);
  }
  return leads;
}

}  // namespace madad::demo
