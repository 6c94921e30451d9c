#include "order_rows.h"

#include <algorithm>
#include <set>

namespace clv::orders {
namespace {

class OrderReader {
 public:
  OrderReader(const OrderOptions& options, const sdk::Call& call, sdk::Reader& rows,
              sdk::Notes& notes)
      : options_(options), call_(call), rows_(rows), notes_(notes) {}

  void Read(const std::function<void(const OrderRow&)>& row) {
    while (rows_.Next()) {
      call_.Check();
      ReadBatch(row);
    }
  }

 private:
  void ReadBatch(const std::function<void(const OrderRow&)>& row) {
    const std::vector<std::optional<int64_t>> times = sdk::InstantsOf(rows_, "ordered_at");
    const std::vector<std::optional<int32_t>> days = sdk::DaysOf(call_, rows_, "ordered_at");
    const sdk::AnyView customers = rows_.Any("customer_id");
    const sdk::Decimals values = rows_.Decimal("value");
    const sdk::Numbers<double> revenue = rows_.Number("revenue");
    const std::optional<sdk::TextView> currency =
        rows_.Has("currency") ? std::optional(rows_.Text("currency")) : std::nullopt;
    for (size_t i = 0; i < rows_.rows(); ++i) {
      if (currency && !CountsCurrency(currency->at(i))) continue;
      if (!times[i] || !customers.valid(i)) {
        notes_.Add("ORDERS_INCOMPLETE", "orders without a customer or a time are left out");
        continue;
      }
      if (call_.as_of() && *times[i] > *call_.as_of()) {
        notes_.Add("ORDERS_IN_THE_FUTURE", "orders dated later than as_of are left out");
        continue;
      }
      if (!values.valid(i)) {
        notes_.Add("ORDERS_WITHOUT_VALUE",
                   "orders have no " + options_.value + ", and are worth 0");
      }
      row({customers.Value(i), *times[i], *days[i], values.at(i).value_or(0),
           revenue.at(i).value_or(0) < 0});
    }
  }

  // Whether an order in this currency counts; throws when it cannot be added to those before it.
  bool CountsCurrency(std::optional<std::string_view> code) {
    const std::string name(code.value_or(""));
    if (!options_.currency.empty()) return name == options_.currency;
    currencies_.insert(name);
    if (currencies_.size() < 2) return true;
    throw sdk::Error(MADAD_FAILED_PRECONDITION,
                     "the orders are in different currencies (" + Shown(*currencies_.begin()) +
                         ", " + Shown(*currencies_.rbegin()) +
                         "), which cannot be added; set the parameter `currency` to one of them");
  }
  static std::string Shown(const std::string& code) { return code.empty() ? "none" : code; }

  const OrderOptions& options_;
  const sdk::Call& call_;
  sdk::Reader& rows_;
  sdk::Notes& notes_;
  std::set<std::string> currencies_;
};

}  // namespace

void DeclareOrders(const OrderOptions& options, sdk::Shape& shape) {
  shape.Input("orders")
      .Table("orders")
      .Column("customer_id")
      .Column("ordered_at")
      .Column("value", options.value)
      .Type(sdk::Type::kDecimal)
      .Column("revenue")
      .Column("currency")
      .Type(sdk::Type::kString)
      .Optional()
      .OrderBy({"customer_id", "ordered_at"});
}

void ForEachOrder(const OrderOptions& options, const sdk::Call& call, sdk::Reader& orders,
                  sdk::Notes& notes, const std::function<void(const OrderRow&)>& row) {
  OrderReader(options, call, orders, notes).Read(row);
}

int64_t AddExact(int64_t a, int64_t b) {
  int64_t sum = 0;
  if (!__builtin_add_overflow(a, b, &sum)) return sum;
  throw sdk::Error(MADAD_OUT_OF_RANGE, "the amounts add up to more than a decimal can hold");
}

}  // namespace clv::orders
