#include <madad/sdk/plugin.h>

namespace sdk = madad::sdk;

// Counts orders.
class Orders {
 public:
  static void Declare(sdk::ModelSpec<Orders>& m) { m.Label("Orders"); }
  void Shape(sdk::Shape& s) const {
    s.Input("orders").Table("orders").Column("order_id");
    s.Output("orders").Column("count", sdk::Type::kInt64);
  }
  void Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out) {
    int64_t count = 0;
    for (sdk::Reader& orders = in["orders"]; orders.Next(); call.Check()) {
      count += static_cast<int64_t>(orders.rows());
    }
    out["orders"].Int64("count").Append(count);
    out["orders"].EndRow();
  }
};

void Declare(sdk::Plugin& p) {
  p.Model<Orders>("outsider.orders");
  p.Metric("outsider.revenue")
      .Label("Revenue")
      .Aggregate("sum(revenue)")
      .From("orders")
      .At("ordered_at")
      .Unit(sdk::Unit::kMoney)
      .HigherIsBetter();
}

MADAD_PLUGIN(Declare);
