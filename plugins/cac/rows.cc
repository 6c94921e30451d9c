#include "rows.h"

namespace cac {

void DeclareCostRows(const std::string& by, sdk::Shape& shape) {
  sdk::Input& costs = shape.Input("costs");
  costs.Table("costs").Column("incurred_on").Column("amount").Type(sdk::Type::kDecimal);
  costs.Dimension(by, by);
  for (const char* column : {"category", "currency"}) {
    // A dimension may have taken the name already.
    if (by != column) costs.Column(column).Type(sdk::Type::kString).Optional();
  }
}

void ForEachCost(const std::string& by, const sdk::Call& call, sdk::Reader& costs,
                 sdk::Notes& notes, const std::function<void(const CostRow&)>& row) {
  while (costs.Next()) {
    call.Check();
    const std::vector<std::optional<int32_t>> days = sdk::DaysOf(call, costs, "incurred_on");
    const sdk::Decimals amounts = costs.Decimal("amount");
    const sdk::AnyView values = costs.Any(by);
    const auto texts = [&](const char* column) {
      return costs.Has(column) && costs.TypeOf(column) == sdk::Type::kString
                 ? std::optional(costs.Text(column))
                 : std::nullopt;
    };
    const std::optional<sdk::TextView> categories = texts("category"),
                                       currencies = texts("currency");
    const auto text = [](const std::optional<sdk::TextView>& view, size_t i) {
      return view ? std::string(view->at(i).value_or("")) : std::string();
    };
    for (size_t i = 0; i < costs.rows(); ++i) {
      if (!days[i] || !amounts.valid(i)) {
        notes.Add("COSTS_INCOMPLETE", "costs without a day or an amount are left out");
        continue;
      }
      row({values.Value(i), *days[i], amounts[i], text(categories, i), text(currencies, i)});
    }
  }
}

int64_t AddExact(int64_t a, int64_t b) {
  int64_t sum = 0;
  if (!__builtin_add_overflow(a, b, &sum)) return sum;
  throw sdk::Error(MADAD_OUT_OF_RANGE, "the amounts add up to more than a decimal can hold");
}

std::string AmountText(int64_t unscaled, int32_t scale) {
  const bool negative = unscaled < 0;
  std::string digits = std::to_string(unscaled).substr(negative ? 1 : 0);
  const auto places = static_cast<size_t>(scale);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  if (places > 0) digits.insert(digits.size() - places, ".");
  return (negative ? "-" : "") + digits;
}

}  // namespace cac
