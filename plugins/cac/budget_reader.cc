#include "budget_reader.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace cac {
namespace {

constexpr int64_t kMicrosPerDay = 86'400'000'000;

int64_t At(const std::map<int64_t, int64_t>& by_month, int64_t month) {
  const auto found = by_month.find(month);
  return found == by_month.end() ? 0 : found->second;
}

bool IsKnown(const sdk::Value& value) { return !std::holds_alternative<std::monostate>(value); }

[[noreturn]] void RefuseCurrencies(const std::set<std::string>& currencies) {
  const auto shown = [](const std::string& code) { return code.empty() ? "none" : code; };
  throw sdk::Error(MADAD_FAILED_PRECONDITION,
                   "the costs are in different currencies (" + shown(*currencies.begin()) + ", " +
                       shown(*currencies.rbegin()) +
                       "), which cannot be added; set the parameter `currency` to one of them");
}

}  // namespace

void BudgetReader::Read(sdk::Readers& in) {
  ReadCosts(in["costs"]);
  scale_ = in["costs"].ScaleOf("amount");
  ReadCustomers(in["customers"]);
  as_of_ = call_.as_of().value_or(newest_);
  // A date is known to its end, wherever the zone's midnight is.
  const int64_t today = std::max<int64_t>(newest_day_, call_.LocalDay(as_of_));
  const int64_t month = sdk::MonthOf(today);
  const bool is_over = today + 1 == sdk::FirstDayOf(month + 1);
  end_ = month + (is_over ? 1 : 0);
  begin_ = end_ - 2 * scope_.months;
  ReadLeads(in["leads"]);
  NoteUnattributed();
}

std::vector<sdk::Value> BudgetReader::Sources() const {
  std::vector<sdk::Value> values;
  for (const auto& [value, source] : sources_) {
    if (IsKnown(value)) values.push_back(value);
  }
  return values;
}

std::vector<SourceFigures> BudgetReader::Figures() const {
  std::vector<SourceFigures> all;
  const double unit = std::pow(10.0, scale_);
  for (const auto& [value, source] : sources_) {
    if (!IsKnown(value)) continue;
    SourceFigures& figures = all.emplace_back();
    for (int64_t month = begin_; month < end_; ++month) {
      figures.cost.push_back(static_cast<double>(At(source.cost, month)) / unit);
      figures.customers.push_back(At(source.customers, month));
    }
    figures.leads = source.leads;
    figures.won = source.won;
  }
  return all;
}

// What is later than as_of has not happened yet.
void BudgetReader::SeeDay(int64_t day, int64_t instant) {
  newest_ = std::max(newest_, instant);
  if (!call_.as_of() || instant <= *call_.as_of()) newest_day_ = std::max(newest_day_, day);
}

void BudgetReader::ReadCosts(sdk::Reader& rows) {
  std::set<std::string> currencies;
  ForEachCost(scope_.by, call_, rows, notes_, [&](const CostRow& row) {
    if (!scope_.category.empty() && row.category != scope_.category) return;
    if (!scope_.currency.empty() && row.currency != scope_.currency) return;
    currencies.insert(row.currency);
    if (currencies.size() > 1) RefuseCurrencies(currencies);
    SeeDay(row.day, row.day * kMicrosPerDay);
    int64_t& sum = sources_[row.by].cost[sdk::MonthOf(row.day) + scope_.lag];
    sum = AddExact(sum, row.amount);
  });
}

void BudgetReader::ReadCustomers(sdk::Reader& rows) {
  while (rows.Next()) {
    call_.Check();
    const std::vector<std::optional<int64_t>> times = sdk::InstantsOf(rows, "at");
    const std::vector<std::optional<int32_t>> days = sdk::DaysOf(call_, rows, "at");
    const sdk::AnyView values = rows.Any(scope_.by);
    for (size_t i = 0; i < rows.rows(); ++i) {
      if (!times[i]) {
        notes_.Add("CUSTOMERS_INCOMPLETE", "customers without a time are left out");
        continue;
      }
      SeeDay(*days[i], *times[i]);
      ++sources_[values.Value(i)].customers[sdk::MonthOf(*days[i])];
    }
  }
}

// Leads of the compared months that had the time to become customers.
void BudgetReader::ReadLeads(sdk::Reader& rows) {
  const int64_t window = scope_.window.ExactMicros();
  const int64_t from = sdk::FirstDayOf(begin_);
  const int64_t to = sdk::FirstDayOf(end_);
  if (!rows.Has("won_at")) {
    return notes_.Add("QUALITY_UNKNOWN",
                      "the catalog does not map leads.won_at, so nothing is said of how many leads "
                      "become customers");
  }
  while (rows.Next()) {
    call_.Check();
    const std::vector<std::optional<int64_t>> times = sdk::InstantsOf(rows, "at");
    const std::vector<std::optional<int32_t>> days = sdk::DaysOf(call_, rows, "at");
    const std::vector<std::optional<int64_t>> won = sdk::InstantsOf(rows, "won_at");
    const sdk::AnyView values = rows.Any(scope_.by);
    for (size_t i = 0; i < rows.rows(); ++i) {
      if (!times[i] || *days[i] < from || *days[i] >= to || *times[i] > as_of_ - window) continue;
      Source& source = sources_[values.Value(i)];
      ++source.leads;
      source.won += won[i] && *won[i] <= *times[i] + window;
    }
  }
}

void BudgetReader::NoteUnattributed() {
  const auto found = sources_.find(sdk::Value());
  if (found == sources_.end()) return;
  int64_t cost = 0, customers = 0;
  for (int64_t month = end_ - scope_.months; month < end_; ++month) {
    cost = AddExact(cost, At(found->second.cost, month));
    customers += At(found->second.customers, month);
  }
  if (cost != 0) {
    notes_.Add("COSTS_UNATTRIBUTED",
               "recent costs of " + AmountText(cost, scale_) + " carry no " + scope_.by +
                   " and are in no row; the model cac.attributed_costs spreads them");
  }
  if (customers > 0) {
    notes_.Add("CUSTOMERS_UNATTRIBUTED",
               "recent customers have no " + scope_.by + " and are in no row", customers);
  }
}

}  // namespace cac
