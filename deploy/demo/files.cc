#include "demo/files.h"

#include <span>

#include "demo/company.h"
#include "demo/csv.h"

namespace madad::demo {
namespace {

using std::filesystem::path;

// Returns a letter and the number, filled up to `digits`: L-000042.
std::string Id(char letter, int64_t number, size_t digits = 6) {
  std::string text = std::to_string(number);
  if (text.size() < digits) text.insert(0, digits - text.size(), '0');
  return std::string{letter, '-'} + text;
}

template <typename Things>
std::string_view NameOf(const Things& things, int index) {
  return index == kNone ? std::string_view() : things[index].name;
}

std::string_view SourceOf(int index) { return index == kNone ? "" : Sources()[index].code; }

std::string_view CampaignOf(int source, int campaign) {
  return campaign == kNone ? "" : Sources()[source].campaigns[campaign];
}

std::string OptionalTime(const std::optional<Time>& time) {
  return time ? DayFirstTime(*time) : std::string();
}

std::string_view StageName(OpportunityStage stage) {
  static constexpr std::string_view kNames[] = {"Discovery", "Proposal", "Negotiation",
                                                "Closed Won", "Closed Lost"};
  return kNames[static_cast<size_t>(stage)];
}

std::string_view Probability(OpportunityStage stage) {
  static constexpr std::string_view kProbabilities[] = {"0.10", "0.35", "0.60", "1.00", "0.00"};
  return kProbabilities[static_cast<size_t>(stage)];
}

bool WriteLeads(const Dataset& data, const path& file) {
  CsvFile csv(file, {"Lead ID", "Created", "Origin", "Channel", "Campaign", "Region", "Segment",
                     "Industry", "Company Size", "Owner", "First Response", "MQL Date", "SQL Date",
                     "Opportunity Date", "Won Date", "Lost Date"});
  for (const Lead& lead : data.leads) {
    csv.Row({Id('L', lead.number), DayFirstTime(lead.created), SourceOf(lead.source),
             Sources()[lead.source].channel, CampaignOf(lead.source, lead.campaign),
             NameOf(Regions(), lead.region), NameOf(Segments(), lead.segment),
             NameOf(Industries(), lead.industry), std::to_string(lead.company_size),
             NameOf(Owners(), lead.owner), OptionalTime(lead.first_response),
             OptionalTime(lead.mql), OptionalTime(lead.sql), OptionalTime(lead.opportunity),
             OptionalTime(lead.won), OptionalTime(lead.lost)});
  }
  return csv.Close();
}

bool WriteOpportunities(const Dataset& data, const path& file) {
  CsvFile csv(file, {"Opportunity ID", "Created At", "Closed At", "Stage", "Outcome", "Amount",
                     "Currency", "Probability", "Lead ID", "Customer ID", "Owner", "Product",
                     "Region", "Lost Reason", "Competitor"});
  for (const Opportunity& opportunity : data.opportunities) {
    const Lead& lead = data.leads[opportunity.lead];
    const OpportunityStep& last = opportunity.Last();
    const bool closed = opportunity.Won() || opportunity.Lost();
    csv.Row({Id('O', opportunity.number), IsoTime(opportunity.steps.front().entered),
             closed ? IsoTime(last.entered) : "", StageName(last.stage),
             closed ? StageName(last.stage) : "", Money(last.amount), "ILS",
             Probability(last.stage), Id('L', lead.number),
             opportunity.customer == 0 ? "" : Id('C', opportunity.customer),
             NameOf(Owners(), lead.owner), NameOf(Products(), opportunity.product),
             NameOf(Regions(), lead.region), NameOf(LossReasons(), opportunity.lost_reason),
             NameOf(Competitors(), opportunity.competitor)});
  }
  return csv.Close();
}

bool WriteCustomers(const Dataset& data, const path& file) {
  CsvFile csv(file, {"Customer ID", "Acquired At", "Lead ID"});
  for (const size_t index : data.customers) {
    const Opportunity& opportunity = data.opportunities[index];
    csv.Row({Id('C', opportunity.customer), IsoTime(opportunity.Last().entered),
             Id('L', data.leads[opportunity.lead].number)});
  }
  return csv.Close();
}

bool WriteOrders(const Dataset& data, const path& file) {
  CsvFile csv(
      file, {"Order ID", "Customer ID", "Ordered At", "Product", "Revenue", "Margin", "Currency"});
  for (const Order& order : data.orders) {
    csv.Row({Id('R', order.number), Id('C', order.customer), IsoTime(order.ordered),
             NameOf(Products(), order.product), Money(order.revenue), Money(order.margin), "ILS"});
  }
  return csv.Close();
}

bool WriteCosts(const Dataset& data, const path& file) {
  CsvFile csv(file, {"Day", "Source", "Campaign", "Category", "Amount", "Currency"});
  for (const Cost& cost : data.costs) {
    csv.Row({IsoDate(cost.day), SourceOf(cost.source), CampaignOf(cost.source, cost.campaign),
             cost.category, Money(cost.amount), "ILS"});
  }
  return csv.Close();
}

bool WriteActivities(const Dataset& data, const path& file) {
  CsvFile csv(file, {"Activity ID", "Lead ID", "Occurred At", "Kind", "Outcome"});
  int64_t number = 0;
  for (const Activity& activity : data.activities) {
    csv.Row({Id('A', ++number, 7), Id('L', activity.lead), IsoTime(activity.occurred),
             activity.kind, activity.outcome});
  }
  return csv.Close();
}

bool WriteTargets(const Dataset& data, const path& file) {
  CsvFile csv(file, {"Metric", "Month", "Grain", "Target", "Source", "Owner"});
  for (const Target& target : data.targets) {
    csv.Row({target.metric, IsoDate(target.month), "month", FourDecimals(target.target),
             SourceOf(target.source), NameOf(Owners(), target.owner)});
  }
  return csv.Close();
}

size_t WriteLeadEvents(const Dataset& data, CsvFile& csv) {
  size_t rows = 0;
  for (const Lead& lead : data.leads) {
    const std::pair<std::string_view, std::optional<Time>> stages[] = {
        {"lead", lead.created}, {"mql", lead.mql},
        {"sql", lead.sql},      {"opportunity", lead.opportunity},
        {"won", lead.won},      {"lost", lead.lost}};
    int sequence = 0;
    for (const auto& [stage, entered] : stages) {
      if (!entered) continue;
      csv.Row({Id('L', lead.number), stage, IsoTime(*entered), std::to_string(++sequence)});
      ++rows;
    }
  }
  return rows;
}

size_t WriteOpportunityEvents(const Dataset& data, CsvFile& csv) {
  size_t rows = 0;
  for (const Opportunity& opportunity : data.opportunities) {
    int sequence = 0;
    for (const OpportunityStep& step : opportunity.steps) {
      csv.Row({Id('O', opportunity.number), StageName(step.stage), IsoTime(step.entered),
               std::to_string(++sequence), Money(step.amount), Probability(step.stage)});
      ++rows;
    }
  }
  return rows;
}

}  // namespace

std::vector<WrittenFile> WriteFiles(const Dataset& data, const path& folder) {
  std::vector<WrittenFile> files = {
      {"leads.csv", data.leads.size(), WriteLeads(data, folder / "leads.csv")},
      {"opportunities.csv", data.opportunities.size(),
       WriteOpportunities(data, folder / "opportunities.csv")},
      {"customers.csv", data.customers.size(), WriteCustomers(data, folder / "customers.csv")},
      {"orders.csv", data.orders.size(), WriteOrders(data, folder / "orders.csv")},
      {"costs.csv", data.costs.size(), WriteCosts(data, folder / "costs.csv")},
      {"activities.csv", data.activities.size(), WriteActivities(data, folder / "activities.csv")},
      {"targets.csv", data.targets.size(), WriteTargets(data, folder / "targets.csv")},
  };
  CsvFile lead_events(folder / "lead_stage_events.csv",
                      {"Lead ID", "Stage", "Entered At", "Sequence"});
  const size_t lead_rows = WriteLeadEvents(data, lead_events);
  files.push_back({"lead_stage_events.csv", lead_rows, lead_events.Close()});
  CsvFile opportunity_events(
      folder / "opportunity_stage_events.csv",
      {"Opportunity ID", "Stage", "Entered At", "Sequence", "Amount", "Probability"});
  const size_t opportunity_rows = WriteOpportunityEvents(data, opportunity_events);
  files.push_back({"opportunity_stage_events.csv", opportunity_rows, opportunity_events.Close()});
  return files;
}

}  // namespace madad::demo
