#include "core/finish/convert.h"

#include <cmath>
#include <map>
#include <utility>

#include "core/evaluate_vector.h"
#include "core/finish/row_keys.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

using internal::Int128;

// Rates are whole numbers of this many decimals.
constexpr int32_t kScale = 12;

// The rates of a conversion, by currency and day.
class RateBook {
 public:
  explicit RateBook(const AmountConversion& conversion) : conversion_(conversion) {}

  absl::Status Read(const ScanRows& rows) {
    const ResultColumn& currency = rows[0];
    const auto& days = std::get<std::vector<int64_t>>(rows[1].values);
    for (size_t row = 0; row < currency.size(); ++row) {
      if (currency.valid[row] == 0 || rows[2].valid[row] == 0) continue;
      const std::string& code = std::get<std::vector<std::string>>(currency.values)[row];
      const Int128 low = Scaled(rows[2], row);
      const Date day{static_cast<int32_t>(days[row])};
      if (low <= 0) return Wrong("RATE_INVALID", "a rate that is no positive number", code, day);
      if (low != Scaled(rows[3], row)) return Wrong("RATE_AMBIGUOUS", "two rates", code, day);
      days_[code][day] = low;
    }
    return absl::OkStatus();
  }

  // Returns what a unit of `currency` is worth on `day`, times 10^kScale.
  absl::StatusOr<Int128> On(const std::string& currency, Date day, const Table& table) const {
    if (currency == conversion_.rates->to) return internal::PowerOfTen(kScale);
    if (currency.empty()) {
      return Error(absl::StatusCode::kFailedPrecondition,
                   Cat("amounts in table '", table.name, "' on ", ToText(Value(day)),
                       " have no currency, so they cannot be converted to ", conversion_.rates->to,
                       "; map their currency, or set the table's"),
                   {"CURRENCY_MISSING", {{"table", table.name}}, ""});
    }
    if (const auto of = days_.find(currency); of != days_.end()) {
      auto next = of->second.upper_bound(day);
      if (next != of->second.begin()) {
        --next;
        if (int64_t{day.days} - next->first.days <= conversion_.rates->max_age_days) {
          return next->second;
        }
      }
    }
    return Missing(currency, day, table);
  }

 private:
  static Int128 Scaled(const ResultColumn& column, size_t row) {
    if (const auto* doubles = std::get_if<std::vector<double>>(&column.values)) {
      const double rate = (*doubles)[row];
      if (!(rate > 0 && rate < 1e9)) return 0;
      return static_cast<Int128>(std::llround(rate * 1e9)) * internal::PowerOfTen(kScale - 9);
    }
    const Int128 value = std::get<std::vector<int64_t>>(column.values)[row];
    const int32_t scale = column.type == Type::kDecimal ? column.scale : 0;
    if (scale <= kScale) return value * internal::PowerOfTen(kScale - scale);
    return value / internal::PowerOfTen(scale - kScale);
  }

  absl::Status Wrong(const char* reason, std::string_view what, const std::string& currency,
                     Date day) const {
    return Error(absl::StatusCode::kFailedPrecondition,
                 Cat("table '", conversion_.rates->table, "' has ", what, " for ", currency, " on ",
                     ToText(Value(day))),
                 {reason, {{"currency", currency}, {"day", ToText(Value(day))}}, ""});
  }

  absl::Status Missing(const std::string& currency, Date day, const Table& table) const {
    return Error(
        absl::StatusCode::kFailedPrecondition,
        Cat("table '", conversion_.rates->table, "' has no rate for ", currency, " on ",
            ToText(Value(day)), ", nor on the ", conversion_.rates->max_age_days,
            " days before, and table '", table.name, "' has amounts to convert to ",
            conversion_.rates->to, "; add the rate, or leave those amounts out with a filter"),
        {"RATE_MISSING", {{"currency", currency}, {"day", ToText(Value(day))}}, ""});
  }

  const AmountConversion& conversion_;
  std::map<std::string, std::map<Date, Int128>> days_;
};

// Adds up the rows of one scan.
class Folder {
 public:
  Folder(const PlannedScan& planned, const ScanRows& rows, const RateBook& book)
      : planned_(planned),
        conversion_(*planned.conversion),
        rows_(rows),
        book_(book),
        keys_(planned.scan.groups.size() - conversion_.extra_groups()),
        first_sum_(planned.scan.groups.size()),
        sums_(rows.size() - first_sum_) {}

  absl::StatusOr<ScanRows> Fold() {
    for (size_t i = 0; i < keys_; ++i) folded_.push_back(EmptyLike(rows_[i]));
    const size_t height = rows_.empty() ? 0 : rows_.front().size();
    for (size_t row = 0; row < height; ++row) MADAD_RETURN_IF_ERROR(Add(row));
    // Sums over everything are there even when there is nothing.
    if (keys_ == 0 && groups_ == 0) {
      for (std::vector<Sum>& sums : sums_) sums.emplace_back();
    }
    for (size_t i = 0; i < sums_.size(); ++i) {
      folded_.push_back(EmptyLike(rows_[first_sum_ + i]));
      MADAD_RETURN_IF_ERROR(Finish(sums_[i], folded_.back()));
    }
    return std::move(folded_);
  }

 private:
  struct Sum {
    Int128 value = 0;
    bool is_known = false;
  };

  absl::Status Add(size_t row) {
    const size_t group = index_.Insert(KeyBytes(rows_, keys_, row), groups_);
    if (group == groups_) {
      for (size_t i = 0; i < keys_; ++i) AppendFrom(rows_[i], row, folded_[i]);
      for (std::vector<Sum>& sums : sums_) sums.emplace_back();
      ++groups_;
    }
    for (size_t i = 0; i < sums_.size(); ++i) {
      const ResultColumn& column = rows_[first_sum_ + i];
      if (column.valid[row] == 0) continue;
      Sum& sum = sums_[i][group];
      sum.is_known = true;
      const int64_t amount = std::get<std::vector<int64_t>>(column.values)[row];
      // Nothing is nothing in every currency.
      if (amount == 0) continue;
      MADAD_ASSIGN_OR_RETURN(const Int128 rate,
                             book_.On(CurrencyOf(row), DayOf(row), *planned_.table));
      Int128 product = 0;
      if (__builtin_mul_overflow(Int128{amount}, rate, &product) ||
          __builtin_add_overflow(sum.value, product, &sum.value)) {
        return internal::Overflow();
      }
    }
    return absl::OkStatus();
  }

  std::string CurrencyOf(size_t row) const {
    if (!conversion_.currency.empty()) return conversion_.currency;
    const ResultColumn& column = rows_[keys_];
    return column.valid[row] == 0 ? "" : std::get<std::vector<std::string>>(column.values)[row];
  }
  Date DayOf(size_t row) const {
    if (conversion_.day) return *conversion_.day;
    const ResultColumn& column = rows_[first_sum_ - 1];
    return {static_cast<int32_t>(std::get<std::vector<int64_t>>(column.values)[row])};
  }

  static absl::Status Finish(const std::vector<Sum>& sums, ResultColumn& column) {
    const Int128 unit = internal::PowerOfTen(kScale);
    for (const Sum& sum : sums) {
      if (!sum.is_known) {
        internal::AppendNull(column);
        continue;
      }
      const Int128 half = sum.value < 0 ? -unit / 2 : unit / 2;
      const Int128 rounded = (sum.value + half) / unit;
      if (static_cast<int64_t>(rounded) != rounded) return internal::Overflow();
      internal::AppendInteger(column, static_cast<int64_t>(rounded));
    }
    return absl::OkStatus();
  }

  const PlannedScan& planned_;
  const AmountConversion& conversion_;
  const ScanRows& rows_;
  const RateBook& book_;
  const size_t keys_, first_sum_;
  std::vector<std::vector<Sum>> sums_;  // by sum, by group
  RowIndex index_;
  size_t groups_ = 0;
  ScanRows folded_;
};

}  // namespace

absl::StatusOr<ScanRows> ConvertAmounts(const PlannedScan& planned, const ScanRows& rows,
                                        const ScanRows& rates) {
  RateBook book(*planned.conversion);
  MADAD_RETURN_IF_ERROR(book.Read(rates));
  return Folder(planned, rows, book).Fold();
}

}  // namespace madad::core
