#include "purchases.h"

#include <string>
#include <utility>

namespace clv::orders {
namespace {

// A day on which a customer ordered.
struct Purchase {
  int64_t at = 0;  // the day's first order
  int64_t day = 0;
  int64_t value = 0;
};

// Merges the orders of one customer at a time, and writes their purchases.
class Merger {
 public:
  Merger(sdk::Writer& out, sdk::Notes& notes) : out_(out), notes_(notes) {}

  void Add(const OrderRow& order) {
    if (order.customer != customer_) End();
    customer_ = order.customer;
    if (!order.is_refund && (days_.empty() || days_.back().day != order.day)) {
      days_.push_back({order.at, order.day, std::exchange(early_refunds_, 0)});
    }
    if (days_.empty()) {
      early_refunds_ = AddExact(early_refunds_, order.value);
      ++refunds_;
      return;
    }
    days_.back().value = AddExact(days_.back().value, order.value);
  }

  // Ends the customer's purchases.
  void End() {
    if (days_.empty() && refunds_ > 0) {
      notes_.Add("REFUNDS_ONLY", "customers have refunds and no order; their refunds are left out");
    }
    for (size_t i = 0; i < days_.size(); ++i) Write(i);
    days_.clear();
    early_refunds_ = refunds_ = 0;
  }

 private:
  void Write(size_t i) {
    const Purchase& day = days_[i];
    out_.Int64("purchase").Append(++written_);
    out_.Any("customer_id").AppendValue(customer_);
    out_.Int64("number").Append(static_cast<int64_t>(i) + 1);
    out_.Timestamp("ordered_at").Append(day.at);
    out_.Timestamp("next_at").Append(i + 1 < days_.size() ? std::optional(days_[i + 1].at)
                                                          : std::nullopt);
    out_.Any("value").AppendValue(day.value);
    out_.EndRow();
  }

  sdk::Writer& out_;
  sdk::Notes& notes_;
  sdk::Value customer_;
  std::vector<Purchase> days_;
  int64_t early_refunds_ = 0;  // what came before the customer's first order
  int64_t refunds_ = 0;
  int64_t written_ = 0;
};

}  // namespace

void Purchases::Declare(sdk::ModelSpec<Purchases>& m) {
  m.Label("Purchases").Label("he", "רכישות");
  m.Description(
      "The days on which each customer ordered, each with the next one: what repeat purchases, "
      "churn and the simple CLV are worked out from. Orders of one customer on one day "
      "are one purchase. An order of negative revenue is a refund: it is no purchase, and its "
      "amount belongs to the customer's last purchase before it. Orders later than as_of are left "
      "out.");
  DeclareOrderOptions(m);
}

void Purchases::Shape(sdk::Shape& shape) const {
  using sdk::Type;
  DeclareOrders(*this, shape);
  shape.Output("purchases")
      .Entity("customer", "customer_id")
      .Key("purchase")
      .Column("purchase", Type::kInt64, "Counts them, customer by customer")
      .Like("customer_id", "orders.customer_id")
      .Column("number", Type::kInt64, "1 for the customer's first")
      .Column("ordered_at", Type::kTimestamp, "The first order of the day")
      .Column("next_at", Type::kTimestamp, "The customer's next purchase; null for the last so far")
      .Like("value", "orders.value", "Together with the refunds that follow");
  sdk::Notes::Declare(shape, "the orders");
}

void Purchases::Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out) {
  sdk::Notes notes;
  Merger merger(out["purchases"], notes);
  ForEachOrder(*this, call, in["orders"], notes, [&](const OrderRow& row) { merger.Add(row); });
  merger.End();
  notes.WriteTo(out);
}

}  // namespace clv::orders
