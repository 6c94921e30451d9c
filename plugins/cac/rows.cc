#include "rows.h"

#include <chrono>

namespace cac {

void AddNote(Notes& notes, const std::string& code, const std::string& message, int64_t count) {
  notes.try_emplace(code, message, 0).first->second.second += count;
}

void DeclareNotes(sdk::Shape& shape) {
  shape.Output("notes")
      .Column("code", sdk::Type::kString)
      .Column("message", sdk::Type::kString, "What a person should know about the rows")
      .Column("count", sdk::Type::kInt64);
}

void WriteNotes(const Notes& notes, sdk::Writer& out) {
  for (const auto& [code, note] : notes) {
    out.Text("code").Append(code);
    out.Text("message").Append(note.first);
    out.Int64("count").Append(note.second);
    out.EndRow();
  }
}

void DeclareCostRows(const std::string& by, sdk::Shape& shape) {
  sdk::Input& costs = shape.Input("costs");
  costs.Table("costs").Column("incurred_on").Column("amount").Type(sdk::Type::kDecimal);
  costs.Dimension(by, by);
  for (const char* column : {"category", "currency"}) {
    // A dimension may have taken the name already.
    if (by != column) costs.Column(column).Type(sdk::Type::kString).Optional();
  }
}

void ForEachCost(const std::string& by, const sdk::Call& call, sdk::Reader& costs, Notes& notes,
                 const std::function<void(const CostRow&)>& row) {
  while (costs.Next()) {
    call.Check();
    const std::vector<std::optional<int64_t>> times = TimesOf(costs, "incurred_on");
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
      if (!times[i] || !amounts.valid(i)) {
        AddNote(notes, "COSTS_INCOMPLETE", "costs without a day or an amount are left out");
        continue;
      }
      row({values.Value(i), DayOf(*times[i]), amounts[i], text(categories, i),
           text(currencies, i)});
    }
  }
}

std::vector<std::optional<int64_t>> TimesOf(sdk::Reader& rows, const std::string& column) {
  std::vector<std::optional<int64_t>> times(rows.rows());
  const auto fill = [&](const auto& view, int64_t unit) {
    for (size_t i = 0; i < times.size(); ++i) {
      if (view.valid(i)) times[i] = int64_t{view[i]} * unit;
    }
  };
  if (rows.TypeOf(column) == sdk::Type::kDate) {
    fill(rows.Date(column), kMicrosPerDay);
  } else {
    fill(rows.Timestamp(column), 1);
  }
  return times;
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

int64_t DayOf(int64_t micros) {
  return micros / kMicrosPerDay - (micros % kMicrosPerDay < 0 ? 1 : 0);
}

int64_t MonthOf(int64_t day) {
  using namespace std::chrono;
  const year_month_day date{sys_days{days{day}}};
  return (static_cast<int>(date.year()) - 1970) * int64_t{12} +
         static_cast<unsigned>(date.month()) - 1;
}

int64_t FirstDayOf(int64_t month) {
  using namespace std::chrono;
  const year_month_day first = year{1970} / January / 1 + months{month};
  return sys_days{first}.time_since_epoch().count();
}

}  // namespace cac
