#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "orders/day.h"
#include "orders/purchase_log.h"

namespace clv {
namespace {

constexpr int64_t kDayMicros = 86'400'000'000;

[[noreturn]] void Refuse(int32_t code, const std::string& message) {
  throw sdk::Error(code, message, MADAD_SOURCE_DATA);
}

int32_t UtcDayOf(int64_t micros) {
  return static_cast<int32_t>(micros / kDayMicros - (micros % kDayMicros < 0 ? 1 : 0));
}

// The column of customers, compared without copies.
class Ids {
 public:
  explicit Ids(sdk::Reader& rows) : any_(rows.Any("customer_id")) {
    if (any_.type() == sdk::Type::kString) texts_ = rows.Text("customer_id");
  }
  bool valid(size_t row) const { return any_.valid(row); }
  sdk::Value Value(size_t row) const { return any_.Value(row); }
  bool Is(size_t row, const sdk::Value& id) const {
    if (!texts_) return any_.Value(row) == id;
    const auto* text = std::get_if<std::string>(&id);
    return text != nullptr && (*texts_)[row] == *text;
  }

 private:
  sdk::AnyView any_;
  std::optional<sdk::TextView> texts_;
};

// The column of times: their days by the calendar; dates are days already.
class Days {
 public:
  Days(const sdk::Call& call, sdk::Reader& rows)
      : days_(sdk::DaysOf(call, rows, "ordered_at")),
        instants_(sdk::InstantsOf(rows, "ordered_at")) {}
  bool valid(size_t row) const { return days_[row].has_value(); }
  int32_t Day(size_t row) const { return *days_[row]; }
  // The instant; a date's is its beginning.
  int64_t Instant(size_t row) const { return *instants_[row]; }

 private:
  std::vector<std::optional<int32_t>> days_;
  std::vector<std::optional<int64_t>> instants_;
};

// A column of money: exact decimals and integers as they are, doubles as rounded hundredths.
class Amounts {
 public:
  Amounts(sdk::Reader& rows, const char* column) {
    switch (rows.TypeOf(column)) {
      case sdk::Type::kDecimal:
        exact_ = rows.Decimal(column);
        scale_ = rows.ScaleOf(column);
        break;
      case sdk::Type::kInt64:
        exact_ = rows.Int64(column);
        break;
      default:
        doubles_ = rows.Number(column);
        scale_ = 2;
    }
    unit_ = std::pow(10, -scale_);
  }
  int32_t scale() const { return scale_; }
  bool valid(size_t row) const {
    return exact_ ? exact_->valid(row) : doubles_->valid(row) && std::abs((*doubles_)[row]) < 9e16;
  }
  int64_t operator[](size_t row) const {
    return exact_ ? (*exact_)[row] : std::llround((*doubles_)[row] * 100);
  }
  double Money(size_t row) const { return static_cast<double>((*this)[row]) * unit_; }

 private:
  std::optional<sdk::Numbers<int64_t>> exact_;
  std::optional<sdk::Numbers<double>> doubles_;
  int32_t scale_ = 0;
  double unit_ = 1;  // of the unscaled
};

class OrderReader {
 public:
  OrderReader(const OrderOptions& options, const sdk::Call& call, sdk::Reader& rows)
      : options_(options), call_(call), rows_(rows) {}

  PurchaseLog Read() {
    SetEnd();
    while (rows_.Next()) {
      call_.Check();
      ReadBatch();
    }
    EndDay();
    if (!log_.ids.empty()) log_.ends.push_back(log_.purchases.size());
    if (!call_.as_of()) SetEndFromRows();
    if (margin_revenue_ > 0) {
      log_.has_margin = true;
      log_.margin_share = margin_ / margin_revenue_;
    }
    AddNotes();
    return std::move(log_);
  }

 private:
  void SetEnd() {
    is_date_ = rows_.Has("ordered_at") && rows_.TypeOf("ordered_at") == sdk::Type::kDate;
    log_.as_of = call_.as_of().value_or(std::numeric_limits<int64_t>::max());
    known_day_ = std::numeric_limits<int32_t>::max();
    if (call_.as_of()) known_day_ = is_date_ ? UtcDayOf(log_.as_of) : call_.LocalDay(log_.as_of);
    log_.last_day = known_day_;
    if (options_.observed_until.empty()) return;
    log_.last_day = ParseDay(options_.observed_until);
    if (log_.last_day <= known_day_) return;
    Refuse(MADAD_FAILED_PRECONDITION, "observed_until is " + options_.observed_until +
                                          ", and the data is known up to " + DayText(known_day_) +
                                          "; write an earlier date, or the catalog's as_of");
  }
  // Nobody knows how far the data is known: up to its newest order.
  void SetEndFromRows() {
    log_.as_of = newest_ == INT64_MIN ? 0 : newest_;
    if (options_.observed_until.empty()) log_.last_day = newest_day_;
  }

  void ReadBatch() {
    const Ids ids(rows_);
    const Days days(call_, rows_);
    const Amounts revenue(rows_, "revenue");
    std::optional<Amounts> margin;
    if (rows_.Has("margin")) margin.emplace(rows_, "margin");
    log_.scale = revenue.scale();
    if (rows_.Has("currency")) CheckCurrency();
    for (size_t i = 0; i < rows_.rows(); ++i) {
      if (!ids.valid(i) || !days.valid(i) || !revenue.valid(i)) {
        ++incomplete_;
        continue;
      }
      const int32_t day = days.Day(i);
      if (days.Instant(i) > log_.as_of || day > log_.last_day) {
        ++(days.Instant(i) > log_.as_of || day > known_day_ ? future_ : unobserved_);
        continue;
      }
      Begin(ids, i, day);
      Add(revenue[i]);
      newest_ = std::max(newest_, days.Instant(i));
      newest_day_ = std::max(newest_day_, day);
      if (margin && margin->valid(i)) {
        margin_ += margin->Money(i);
        margin_revenue_ += revenue.Money(i);
      }
    }
  }

  void CheckCurrency() {
    const sdk::TextView currency = rows_.Text("currency");
    for (size_t i = 0; i < rows_.rows(); ++i) {
      const std::string_view code = currency.valid(i) ? currency[i] : std::string_view();
      if (has_currency_ && code == log_.currency) continue;
      if (!has_currency_) {
        has_currency_ = true;
        log_.currency = code;
        continue;
      }
      const auto name = [](std::string_view text) {
        return text.empty() ? std::string("no currency") : std::string(text);
      };
      Refuse(MADAD_FAILED_PRECONDITION,
             "orders are in " + name(log_.currency) + " and in " + name(code) +
                 ", and amounts of different currencies are never added; convert them in the "
                 "table, or let `where` choose one");
    }
  }

  void Begin(const Ids& ids, size_t row, int32_t day) {
    const bool is_same = !log_.ids.empty() && ids.Is(row, log_.ids.back());
    if (is_same && day_ && day_->day == day) return;
    EndDay();
    if (!is_same) {
      if (!log_.ids.empty()) log_.ends.push_back(log_.purchases.size());
      log_.ids.push_back(ids.Value(row));
    }
    day_ = Purchase{day, true, 0};
  }

  void Add(int64_t amount) {
    if (amount >= 0) day_->is_refund = false;
    refunds_ += amount < 0;
    free_ += amount == 0;
    if (!__builtin_add_overflow(day_->amount, amount, &day_->amount)) return;
    Refuse(MADAD_OUT_OF_RANGE, "a customer's revenue of one day is too large to be added up");
  }

  void EndDay() {
    if (day_) log_.purchases.push_back(*day_);
    day_.reset();
  }

  void AddNotes() {
    log_.notes.Add("ORDERS_INCOMPLETE", "rows without a customer, a time or a revenue are left out",
                   incomplete_);
    log_.notes.Add("ORDERS_IN_THE_FUTURE", "orders later than as_of are left out", future_);
    log_.notes.Add("ORDERS_NOT_OBSERVED", "orders after observed_until are left out", unobserved_);
    log_.notes.Add(
        "REFUNDS",
        "rows have a negative revenue: they lower the spend of their day, or of the purchase "
        "before it where nothing was bought on that day, and are no purchases",
        refunds_);
    log_.notes.Add("ORDERS_FREE",
                   "orders have a revenue of 0: they count as purchases that cost nothing", free_);
  }

  const OrderOptions& options_;
  const sdk::Call& call_;
  sdk::Reader& rows_;
  PurchaseLog log_;
  std::optional<Purchase> day_;  // not yet in the log
  bool is_date_ = false;
  bool has_currency_ = false;
  int32_t known_day_ = 0;
  int64_t newest_ = INT64_MIN;
  int32_t newest_day_ = 0;
  double margin_ = 0, margin_revenue_ = 0;
  int64_t incomplete_ = 0, future_ = 0, unobserved_ = 0, refunds_ = 0, free_ = 0;
};

}  // namespace

void DeclareOrders(const OrderOptions& options, sdk::Shape& shape) {
  sdk::Input& orders = shape.Input("orders").Table("orders");
  orders.Column("customer_id").Column("ordered_at").Column("revenue");
  orders.Column("margin").Optional();
  orders.Column("currency").Type(sdk::Type::kString).Optional();
  if (!options.where.empty()) orders.Where(options.where);
  orders.OrderBy({"customer_id", "ordered_at"});
}

PurchaseLog ReadOrders(const OrderOptions& options, const sdk::Call& call, sdk::Reader& rows) {
  return OrderReader(options, call, rows).Read();
}

}  // namespace clv
