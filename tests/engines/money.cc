#include "engines/money.h"

#include <utility>

#include "engines/maker.h"

namespace madad::engines {
namespace {

using core::Type;
using madad::testing::Row;
using madad::testing::TableRows;

Field Id(char kind, int id) { return absl::StrCat(std::string(1, kind), id); }

Row Customer(Maker& make, int id, int leads) {
  return {Id('C', id), make.OneIn(12) ? Field() : Field(make.Shown(make.Time())),
          make.OneIn(5) ? Field() : Id('L', make.Below(leads + 20)), make.Text(), make.Text(4)};
}

Row Order(Maker& make, int id, int customers) {
  return {Id('R', id), make.OneIn(15) ? Field() : Id('C', make.Below(customers + 10)),
          make.OneIn(20) ? Field() : Field(make.Shown(make.Time())),
          make.Amount(make.OneIn(8) ? -900 : 0, 5'000, 12), make.Amount(-50, 900, 6)};
}

Row Cost(Maker& make) {
  static const std::vector<std::string> categories = {"ads", "salaries", "tools", "Ads "};
  return {make.OneIn(25) ? Field() : Field(make.Shown(make.Time()).substr(0, 10)), make.Text(),
          make.OneIn(9) ? Field() : Field(make.Any(categories)), make.Amount(-20, 3'000, 14)};
}

}  // namespace

std::vector<TableRows> MakeMoney(uint32_t seed, int customers, int leads) {
  Maker make(seed);
  TableRows people{"customers",
                   {{.name = "customer_id"},
                    {.name = "acquired_at", .type = Type::kTimestamp},
                    {.name = "lead_id"},
                    {.name = "source"},
                    {.name = "region"}},
                   {},
                   "customer_id"};
  TableRows orders{"orders",
                   {{.name = "order_id"},
                    {.name = "customer_id"},
                    {.name = "ordered_at", .type = Type::kTimestamp},
                    {.name = "revenue", .type = Type::kDecimal, .scale = 2},
                    {.name = "margin", .type = Type::kDecimal, .scale = 2}},
                   {},
                   "order_id"};
  TableRows costs{"costs",
                  {{.name = "incurred_on", .type = Type::kDate},
                   {.name = "source"},
                   {.name = "category"},
                   {.name = "amount", .type = Type::kDecimal, .scale = 2}},
                  {},
                  ""};
  for (int i = 0; i < customers; ++i) people.rows.push_back(Customer(make, i, leads));
  for (int i = 0; i < 3 * customers; ++i) orders.rows.push_back(Order(make, i, customers));
  for (int i = 0; i < customers; ++i) costs.rows.push_back(Cost(make));
  return {std::move(people), std::move(orders), std::move(costs)};
}

}  // namespace madad::engines
