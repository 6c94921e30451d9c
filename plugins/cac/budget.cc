#include "budget.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "budget_reader.h"

namespace cac {

namespace {

void Append(double value, sdk::DoubleColumn& out) {
  if (std::isfinite(value)) {
    out.Append(value);
  } else {
    out.Null();
  }
}

void WriteFigures(const BudgetFinding& finding, sdk::Writer& out) {
  const std::pair<const char*, double> figures[] = {
      {"cost", finding.cost},
      {"cac", finding.cac},
      {"cac_low", finding.cac_interval.low},
      {"cac_high", finding.cac_interval.high},
      {"others_cac", finding.others_cac},
      {"p_value", finding.cac_doubt.p_value},
      {"p_adjusted", finding.cac_doubt.adjusted},
      {"cost_before", finding.cost_before},
      {"cac_before", finding.cac_before},
      {"trend", finding.trend},
      {"trend_low", finding.trend_interval.low},
      {"trend_high", finding.trend_interval.high},
      {"trend_p_value", finding.trend_doubt.p_value},
      {"trend_p_adjusted", finding.trend_doubt.adjusted},
      {"marginal_cac", finding.marginal_cac},
      {"marginal_cac_low", finding.marginal_interval.low},
      {"marginal_cac_high", finding.marginal_interval.high},
      {"marginal_p_value", finding.marginal_doubt.p_value},
      {"marginal_p_adjusted", finding.marginal_doubt.adjusted},
      {"rate_p_value", finding.rate_doubt.p_value},
      {"rate_p_adjusted", finding.rate_doubt.adjusted},
      {"lead_to_customer_rate", finding.rate},
      {"lead_to_customer_rate_low", finding.rate_interval.low},
      {"lead_to_customer_rate_high", finding.rate_interval.high}};
  for (const auto& [column, value] : figures) Append(value, out.Double(column));
  out.Int64("customers").Append(finding.customers);
  out.Int64("customers_before").Append(finding.customers_before);
  out.Int64("leads").Append(finding.leads);
  out.Int64("won").Append(finding.won);
}

}  // namespace

void Budget::Declare(sdk::ModelSpec<Budget>& m) {
  m.Label("Where to move budget").Label("he", "לאן להעביר תקציב");
  m.Description(
      "Sources ranked by what a customer costs over the last full months, each beside the other "
      "sources that cost something and beside its own months before, with intervals: of the CAC "
      "(the exact Poisson interval of the number of customers; the cost is known), of its trend, "
      "of what a further customer cost (least squares of customers on cost by month) and of the "
      "share of leads that became customers (Wilson, of leads that had the window for it). The "
      "verdict is `more` for a source that is cheaper than the others by more than chance makes, "
      "all comparisons of the run taken together (Holm), and that nothing speaks against: a rising "
      "CAC, further customers that cost more than elsewhere, worse leads; `less` for one that is "
      "dearer and does not get cheaper; `keep` otherwise; `insufficient` where there are too few "
      "customers and the cost is too small to have expected enough. Only costs that carry the "
      "source count: notes say what does not. An association, not a promise of what more budget "
      "will do.");
  m.Param("by", static_cast<std::string Budget::*>(&BudgetScope::by),
          "The dimension that costs, leads and customers share");
  m.Param("category", static_cast<std::string Budget::*>(&BudgetScope::category),
          "Only costs of this category; empty: all");
  m.Param("currency", static_cast<std::string Budget::*>(&BudgetScope::currency),
          "Only costs in this currency; empty: all, which must then be in one");
  m.Param("months", static_cast<int64_t Budget::*>(&BudgetScope::months),
          "How many full months are recent, and as many before")
      .Min(2)
      .Max(120);
  m.Param("lag", static_cast<int64_t Budget::*>(&BudgetScope::lag),
          "How many months after their cost customers come")
      .Min(0)
      .Max(60);
  m.Param("window", static_cast<sdk::Duration Budget::*>(&BudgetScope::window),
          "The time that a lead has to become a customer");
  m.Param("min_customers", &Budget::min_customers_, "Customers that a statement needs").Min(2);
  m.Param("level", &Budget::level_,
          "The chance of calling any difference when there is none, that is taken")
      .Min(0)
      .Max(1);
}

void Budget::Shape(sdk::Shape& shape) const {
  using sdk::Type;
  DeclareCostRows(by, shape);
  shape.Input("customers").Table("customers").Column("at", "acquired_at").Dimension(by);
  shape.Input("leads")
      .Table("leads")
      .Column("at", "created_at")
      .Dimension(by)
      .Column("won_at")
      .Optional();
  shape.Output("budget")
      .Column("rank", Type::kInt64, "By CAC, 1 is the cheapest; null: too few customers")
      .Like(by, "costs." + by)
      .Column("verdict", Type::kString, "more, less, keep or insufficient")
      .Column("evidence", Type::kString)
      .Column("customers", Type::kInt64, "Acquired in the recent months")
      .Column("cost", Type::kDouble, "Of the recent months, `lag` earlier")
      .Column("cac", Type::kDouble, "Null without customers")
      .Column("cac_low", Type::kDouble)
      .Column("cac_high", Type::kDouble, "Null: no limit")
      .Column("others_cac", Type::kDouble, "Of the other sources that cost something, together")
      .Column("p_value", Type::kDouble, "Of the difference to them, two-sided")
      .Column("p_adjusted", Type::kDouble, "For all comparisons of the run")
      .Column("customers_before", Type::kInt64, "In as many months before")
      .Column("cost_before", Type::kDouble)
      .Column("cac_before", Type::kDouble)
      .Column("trend", Type::kDouble, "CAC over that before; null with too few customers")
      .Column("trend_low", Type::kDouble)
      .Column("trend_high", Type::kDouble)
      .Column("trend_p_value", Type::kDouble)
      .Column("trend_p_adjusted", Type::kDouble)
      .Column("marginal_cac", Type::kDouble,
              "What a further customer cost; null where customers did not rise with the cost")
      .Column("marginal_cac_low", Type::kDouble)
      .Column("marginal_cac_high", Type::kDouble, "Null: no limit")
      .Column("marginal_p_value", Type::kDouble, "Of customers not going with the cost at all")
      .Column("marginal_p_adjusted", Type::kDouble)
      .Column("leads", Type::kInt64, "Of all compared months, that had the window")
      .Column("won", Type::kInt64, "Of those, became customers within it")
      .Column("lead_to_customer_rate", Type::kDouble)
      .Column("lead_to_customer_rate_low", Type::kDouble)
      .Column("lead_to_customer_rate_high", Type::kDouble)
      .Column("rate_p_value", Type::kDouble, "Of the difference to the other sources' leads")
      .Column("rate_p_adjusted", Type::kDouble)
      .Column("from", Type::kDate, "First day of the recent months")
      .Column("to", Type::kDate, "The day after their last")
      .Column("as_of", Type::kTimestamp);
  sdk::Notes::Declare(shape);
}

void Budget::Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out) {
  sdk::Notes notes;
  BudgetReader reader(*this, call, notes);
  reader.Read(in);
  call.Progress(0.8, "costs, customers and leads read");
  const BudgetOptions options{months, min_customers_, level_};
  const std::vector<sdk::Value> sources = reader.Sources();
  const std::vector<BudgetFinding> findings = FindingsOf(reader.Figures(), options);
  const auto ranked = std::count_if(findings.begin(), findings.end(),
                                    [](const BudgetFinding& finding) { return finding.rank > 0; });
  sdk::Writer& rows = out["budget"];
  for (const BudgetFinding& finding : findings) {
    rows.Int64("rank").Append(finding.rank > 0 ? std::optional(finding.rank) : std::nullopt);
    rows.Any(by).AppendValue(sources[finding.source]);
    rows.Text("verdict").Append(finding.verdict);
    rows.Text("evidence").Append(EvidenceOf(finding, ranked, options));
    WriteFigures(finding, rows);
    rows.Date("from").Append(static_cast<int32_t>(sdk::FirstDayOf(reader.end() - months)));
    rows.Date("to").Append(static_cast<int32_t>(sdk::FirstDayOf(reader.end())));
    rows.Timestamp("as_of").Append(reader.as_of());
    rows.EndRow();
  }
  notes.WriteTo(out);
}

}  // namespace cac
