#include "cohorts.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include "declare.h"

namespace clv::orders {
namespace {

// A month of acquisition and the values of `by`.
using CohortKey = std::pair<int64_t, std::vector<sdk::Value>>;

struct Cohort {
  int64_t customers = 0;
  std::vector<int64_t> value;  // by months since acquisition
};

// Adds orders up by cohort.
class Triangle {
 public:
  Triangle(const std::vector<std::string>& by, const sdk::Call& call, sdk::Notes& notes)
      : by_(by), call_(call), notes_(notes), as_of_(call.as_of()) {}

  void ReadCustomers(sdk::Reader& rows) {
    while (rows.Next()) {
      call_.Check();
      const sdk::AnyView ids = rows.Any("customer_id");
      const std::vector<std::optional<int64_t>> times = sdk::InstantsOf(rows, "acquired_at");
      const std::vector<std::optional<int32_t>> days = sdk::DaysOf(call_, rows, "acquired_at");
      std::vector<sdk::AnyView> by;
      for (const std::string& dimension : by_) by.push_back(rows.Any(dimension));
      for (size_t i = 0; i < rows.rows(); ++i) AddCustomer(ids, times[i], days[i], by, i);
    }
  }

  void Add(const OrderRow& order) {
    newest_ = std::max(newest_, order.at);
    newest_day_ = std::max(newest_day_, order.day);
    const auto customer = customers_.find(order.customer);
    if (customer == customers_.end()) {
      return notes_.Add(
          "ORDERS_OF_NO_CUSTOMER",
          "orders are of nobody who is among the customers acquired by as_of, and are "
          "left out");
    }
    auto& [key, cohort] = *customer->second;
    const int64_t since = sdk::MonthOf(order.day) - key.first;
    if (since < 0) {
      notes_.Add(
          "ORDERS_BEFORE_ACQUISITION",
          "orders are of a month before their customer's acquisition, and count in its month");
    }
    const auto at = static_cast<size_t>(std::max<int64_t>(since, 0));
    if (cohort.value.size() <= at) cohort.value.resize(at + 1);
    cohort.value[at] = AddExact(cohort.value[at], order.value);
  }

  // The instant up to which the data is known.
  int64_t as_of() const { return as_of_.value_or(newest_); }
  // The day that it is in; a date is known to its end, wherever the zone's midnight is.
  int64_t today() const { return std::max<int64_t>(newest_day_, call_.LocalDay(as_of())); }
  const std::map<CohortKey, Cohort>& cohorts() const { return cohorts_; }

 private:
  void AddCustomer(const sdk::AnyView& ids, std::optional<int64_t> at, std::optional<int32_t> day,
                   const std::vector<sdk::AnyView>& by, size_t i) {
    if (!at || !ids.valid(i)) {
      return notes_.Add("CUSTOMERS_INCOMPLETE",
                        "customers without an id or a time of acquisition are left out");
    }
    if (as_of_ && *at > *as_of_) {
      return notes_.Add("CUSTOMERS_IN_THE_FUTURE",
                        "customers acquired later than as_of are left out");
    }
    newest_ = std::max(newest_, *at);
    newest_day_ = std::max<int64_t>(newest_day_, *day);
    CohortKey key{sdk::MonthOf(*day), {}};
    for (const sdk::AnyView& dimension : by) key.second.push_back(dimension.Value(i));
    const auto cohort = cohorts_.try_emplace(std::move(key)).first;
    if (customers_.try_emplace(ids.Value(i), cohort).second) ++cohort->second.customers;
  }

  const std::vector<std::string>& by_;
  const sdk::Call& call_;
  sdk::Notes& notes_;
  const std::optional<int64_t> as_of_;
  int64_t newest_ = INT64_MIN;
  int64_t newest_day_ = INT64_MIN;
  std::map<CohortKey, Cohort> cohorts_;
  std::unordered_map<sdk::Value, std::map<CohortKey, Cohort>::iterator> customers_;
};

// Writes one cell; what has not been seen is empty.
void WriteCell(const Cohort& cohort, int64_t since, int64_t cumulative, double unit, bool is_seen,
               bool is_running, sdk::Writer& out) {
  const auto at = static_cast<size_t>(since);
  out.Int64("months_since").Append(since);
  out.Int64("customers").Append(cohort.customers);
  out.Bool("is_running").Append(is_running);
  if (!is_seen) {
    for (const char* column : {"value", "cumulative", "clv"}) out.Any(column).Null();
    return;
  }
  out.Any("value").AppendValue(at < cohort.value.size() ? cohort.value[at] : int64_t{0});
  out.Any("cumulative").AppendValue(cumulative);
  out.Double("clv").Append(static_cast<double>(cumulative) / unit /
                           static_cast<double>(cohort.customers));
}

}  // namespace

void Cohorts::Declare(sdk::ModelSpec<Cohorts>& m) {
  m.Label("Cohort CLV").Label("he", "ערך חיי לקוח לפי מחזור רכישה");
  m.Description(
      "What the customers acquired in a month have brought by the end of each month since (0 is "
      "the month of acquisition itself): cumulative margin, refunds subtracted, over all customers "
      "that the cohort had at first. Months that as_of has not reached are empty; the one that it "
      "lies in is marked as running, unless it is its last day. Months are those of the "
      "catalog's calendar.");
  DeclareOrderOptions(m);
  m.Param("by", &Cohorts::by_, "Dimensions of customers to tell apart");
  m.Param("months", &Cohorts::months_, "How many months since acquisition there are at most")
      .Min(0)
      .Max(600);
}

void Cohorts::Shape(sdk::Shape& shape) const {
  using sdk::Type;
  DeclareOrders(*this, shape);
  sdk::Input& customers = shape.Input("customers");
  customers.Table("customers").Column("customer_id").Column("acquired_at");
  for (const std::string& dimension : by_) customers.Dimension(dimension);
  sdk::Output& out = shape.Output("cohorts");
  out.Column("cohort", Type::kDate, "First day of the month of acquisition");
  for (const std::string& dimension : by_) out.Like(dimension, "customers." + dimension);
  out.Column("months_since", Type::kInt64, "0 for the month of acquisition")
      .Column("customers", Type::kInt64, "Acquired in that month")
      .Column("is_running", Type::kBool, "as_of lies in that month, so more may come")
      .Like("value", "orders.value", "Of that month; null: not seen yet")
      .Like("cumulative", "orders.value", "By the end of that month")
      .Column("clv", Type::kDouble, "Cumulative over customers");
  sdk::Notes::Declare(shape, "the orders");
}

void Cohorts::Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out) {
  sdk::Notes notes;
  Triangle triangle(by_, call, notes);
  triangle.ReadCustomers(in["customers"]);
  ForEachOrder(*this, call, in["orders"], notes, [&](const OrderRow& row) { triangle.Add(row); });
  call.Progress(0.8, "orders read");
  double unit = 1;
  for (int32_t i = 0; i < in["orders"].ScaleOf("value"); ++i) unit *= 10;
  sdk::Writer& rows = out["cohorts"];
  const auto& cohorts = triangle.cohorts();
  if (!cohorts.empty()) {
    const int64_t now = sdk::MonthOf(triangle.today());
    const bool is_over = triangle.today() + 1 == sdk::FirstDayOf(now + 1);
    const int64_t most = std::min(months_, now - cohorts.begin()->first.first);
    for (const auto& [key, cohort] : cohorts) {
      call.Check();
      int64_t cumulative = 0;
      for (int64_t since = 0; since <= most; ++since) {
        const auto at = static_cast<size_t>(since);
        if (at < cohort.value.size()) cumulative = AddExact(cumulative, cohort.value[at]);
        rows.Date("cohort").Append(static_cast<int32_t>(sdk::FirstDayOf(key.first)));
        for (size_t i = 0; i < by_.size(); ++i) rows.Any(by_[i]).AppendValue(key.second[i]);
        const int64_t month = key.first + since;
        WriteCell(cohort, since, cumulative, unit, month <= now, month == now && !is_over, rows);
        rows.EndRow();
      }
    }
  }
  notes.WriteTo(out);
}

void DeclareCohorts(sdk::Plugin& p) {
  p.Model<Cohorts>("clv.cohorts");
  p.Dimension("months_since")
      .On("clv.cohorts", "months_since")
      .Label("Months since acquisition")
      .Label("he", "חודשים מאז הרכישה");
  p.Metric("clv.cohort_clv")
      .Label("Cohort CLV")
      .Label("he", "ערך חיי לקוח לפי מחזור רכישה")
      .Description(
          "Cumulative margin of the customers acquired in the period by the end of a month since "
          "their acquisition, over all customers that the cohort had at first: ask for it by "
          "months_since, or for one month with a filter such as months_since = 12; over several "
          "months together it is null. Of the months of acquisition that were seen for that long, "
          "without the running one. Of the model clv.cohorts.")
      .Aggregate(
          "CASE WHEN min(months_since) = max(months_since) THEN sum(cumulative) / sum(customers) "
          "END")
      .Where("cumulative IS NOT NULL AND NOT is_running")
      .From("clv.cohorts")
      .At("cohort")
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter()
      .Cohort();
}

}  // namespace clv::orders
