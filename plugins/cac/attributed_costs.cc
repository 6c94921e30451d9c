#include "attributed_costs.h"

#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "declare.h"
#include "spread.h"

namespace cac {
namespace {

constexpr char kAttributed[] = "attributed";
constexpr char kSpread[] = "spread";
constexpr char kUnattributed[] = "unattributed";

bool IsNull(const sdk::Value& value) { return std::holds_alternative<std::monostate>(value); }

// Costs of one period, category and currency.
using CostKey = std::tuple<int64_t, std::string, std::string>;
using CostsByValue = std::map<sdk::Value, int64_t>;

// Writes the rows of one key after another.
class CostWriter {
 public:
  CostWriter(const std::string& by, sdk::Writer& out) : by_(by), out_(out) {}

  void Write(const CostKey& key, const sdk::Value& value, const char* how, int64_t amount) {
    const auto& [period, category, currency] = key;
    out_.Date("period").Append(static_cast<int32_t>(period));
    out_.Any(by_).AppendValue(value);
    if (by_ != "category") AppendText("category", category);
    if (by_ != "currency") AppendText("currency", currency);
    out_.Text("attribution").Append(how);
    out_.Any("amount").AppendValue(amount);
    out_.EndRow();
  }

 private:
  void AppendText(const char* column, const std::string& text) {
    if (text.empty()) {
      out_.Text(column).Null();
    } else {
      out_.Text(column).Append(text);
    }
  }

  const std::string& by_;
  sdk::Writer& out_;
};

// Spreads what no value has over all that have a weight; what falls to nobody known stays where it
// is.
void WriteSpread(const CostKey& key, int64_t amount, const std::map<sdk::Value, int64_t>& weights,
                 CostWriter& out) {
  std::vector<int64_t> sizes;
  for (const auto& [value, size] : weights) sizes.push_back(size);
  const std::vector<int64_t> shares = SpreadExactly(amount, sizes);
  size_t i = 0;
  for (const auto& [value, size] : weights) {
    const int64_t share = shares[i++];
    if (share != 0) out.Write(key, value, IsNull(value) ? kUnattributed : kSpread, share);
  }
}

}  // namespace

void AttributedCosts::Declare(sdk::ModelSpec<AttributedCosts>& m) {
  m.Label("Attributed costs").Label("he", "עלויות משויכות");
  m.Description(
      "Costs by period and a dimension that they share with leads and customers. A cost that "
      "carries a value is attributed to it; one that carries none stays unattributed, or is spread "
      "over the values in proportion to their leads or customers of the period, those whose own "
      "value is not known included: their part stays unattributed. Every period, category and "
      "currency adds up to exactly what was spent (the units that rounding leaves go to the "
      "largest remainders). Where a period has nobody to spread over, its cost stays unattributed, "
      "and notes say so. Periods are those of the catalog's calendar.");
  m.Param("by", &AttributedCosts::by_,
          "The dimension: source, campaign or another that costs have");
  m.Param("spread", &AttributedCosts::spread_,
          "What becomes of costs without a value: none (they stay apart), or spread by leads or by "
          "customers")
      .OneOf({"none", "leads", "customers"});
  m.Param("period", &AttributedCosts::period_, "Within which costs are spread")
      .OneOf({"day", "month", "quarter", "year"});
}

void AttributedCosts::Shape(sdk::Shape& shape) const {
  using sdk::Type;
  DeclareCostRows(by_, shape);
  if (spread_ == "leads") {
    shape.Input("weights").Table("leads").Column("at", "created_at").Dimension(by_);
  } else if (spread_ == "customers") {
    shape.Input("weights").Table("customers").Column("at", "acquired_at").Dimension(by_);
  }
  sdk::Output& out = shape.Output("costs");
  out.Column("period", Type::kDate, "Its first day").Like(by_, "costs." + by_);
  if (by_ != "category") out.Column("category", Type::kString);
  if (by_ != "currency") out.Column("currency", Type::kString);
  out.Column("attribution", Type::kString, "attributed, spread or unattributed")
      .Like("amount", "costs.amount");
  sdk::Notes::Declare(shape);
}

int64_t AttributedCosts::PeriodOf(int64_t day) const {
  if (period_ == "day") return day;
  const int64_t length = period_ == "year" ? 12 : period_ == "quarter" ? 3 : 1;
  const int64_t month = sdk::MonthOf(day);
  return sdk::FirstDayOf(month - ((month % length) + length) % length);
}

AttributedCosts::Weights AttributedCosts::ReadWeights(const sdk::Call& call,
                                                      sdk::Readers& in) const {
  Weights weights;
  if (spread_ == "none") return weights;
  sdk::Reader& rows = in["weights"];
  while (rows.Next()) {
    call.Check();
    const std::vector<std::optional<int32_t>> days = sdk::DaysOf(call, rows, "at");
    const sdk::AnyView values = rows.Any(by_);
    for (size_t i = 0; i < rows.rows(); ++i) {
      if (days[i]) ++weights[PeriodOf(*days[i])][values.Value(i)];
    }
  }
  return weights;
}

void AttributedCosts::Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out) {
  sdk::Notes notes;
  const Weights weights = ReadWeights(call, in);
  std::map<CostKey, CostsByValue> costs;
  ForEachCost(by_, call, in["costs"], notes, [&](const CostRow& row) {
    int64_t& sum = costs[{PeriodOf(row.day), row.category, row.currency}][row.by];
    sum = AddExact(sum, row.amount);
  });
  call.Progress(0.8, "costs read");
  CostWriter writer(by_, out["costs"]);
  std::set<int64_t> nobody;
  for (const auto& [key, by_value] : costs) {
    for (const auto& [value, amount] : by_value) {
      const auto of_period = weights.find(std::get<0>(key));
      if (!IsNull(value)) {
        writer.Write(key, value, kAttributed, amount);
      } else if (of_period != weights.end()) {
        WriteSpread(key, amount, of_period->second, writer);
      } else {
        writer.Write(key, value, kUnattributed, amount);
        if (spread_ != "none") nobody.insert(std::get<0>(key));
      }
    }
  }
  if (!nobody.empty()) {
    notes.Add("NOBODY_TO_SPREAD_OVER",
              "periods have costs without a value and no " + spread_ +
                  " to spread them over; they stay unattributed",
              static_cast<int64_t>(nobody.size()));
  }
  notes.WriteTo(out);
}

void DeclareSpread(sdk::Plugin& p) {
  p.Model<AttributedCosts>("cac.attributed_costs");
  p.Dimension("attribution")
      .On("cac.attributed_costs", "attribution")
      .Order({kAttributed, kSpread, kUnattributed})
      .Label("Attribution")
      .Label("he", "שיוך");
  p.Metric("cac.spread_cost")
      .Label("Acquisition cost, spread")
      .Label("he", "עלויות רכישה לאחר חלוקה")
      .Description(
          "Costs as the model cac.attributed_costs has them: those that no source was named for "
          "spread as its instance says. Over all sources it is the acquisition cost, to the cent; "
          "by attribution it tells what was attributed, spread and left. It is known by the "
          "periods of the instance, months unless it says otherwise, not by shorter ones.")
      .Aggregate("sum(amount)")
      .From("cac.attributed_costs")
      .At("period + :lag")
      .Param("lag", sdk::Type::kDuration, std::string("0d"), kLag)
      .Unit(sdk::Unit::kMoney)
      .Neutral();
  struct Per {
    const char* id;
    const char* count;
    const char* label;
    const char* hebrew;
    const char* whom;
  };
  constexpr Per kPers[] = {{"spread_cac", "cac.new_customers", "CAC, spread",
                            "עלות רכישת לקוח לאחר חלוקה", "new customers"},
                           {"spread_cost_per_lead", "conversion.lead_count",
                            "Cost per lead, spread", "עלות לליד לאחר חלוקה", "leads created"}};
  for (const Per& per : kPers) {
    p.Metric(std::string("cac.") + per.id)
        .Label(per.label)
        .Label("he", per.hebrew)
        .Description(std::string("Acquisition cost with unattributed costs spread "
                                 "(cac.spread_cost) over the ") +
                     per.whom + " of the period. Null when there are none.")
        .Derived(std::string("cac.spread_cost / ") + per.count)
        .Unit(sdk::Unit::kMoney)
        .LowerIsBetter();
  }
}

}  // namespace cac
