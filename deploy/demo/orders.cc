#include <algorithm>

#include "demo/company.h"
#include "demo/generators.h"

namespace madad::demo {
namespace {

// Per mille of the mean: an exponential distribution, cut off at seven means.
constexpr Quantiles kExponential{{0, 0},      {100, 105},  {200, 223},  {300, 357},  {400, 511},
                                 {500, 693},  {600, 916},  {700, 1204}, {800, 1609}, {900, 2303},
                                 {950, 2996}, {990, 4605}, {1000, 7000}};
constexpr Quantiles kMeanGapDays{{0, 15}, {300, 35}, {600, 70}, {900, 150}, {1000, 240}};
constexpr Quantiles kLeaveRate{{0, 30}, {500, 120}, {900, 300}, {1000, 450}};  // after each order
constexpr Quantiles kRepeatShare{
    {0, 60}, {500, 180}, {900, 330}, {1000, 500}};  // of the first order

Order MakeOrder(const Opportunity& opportunity, Time ordered, int64_t revenue, Random& random) {
  const int64_t margin = Products()[opportunity.product].margin * random.Between(920, 1080) / 1000;
  Order order;
  order.customer = opportunity.customer;
  order.product = opportunity.product;
  order.ordered = ordered;
  order.revenue = revenue;
  order.margin = revenue * margin / 1000;
  return order;
}

// A customer orders what the opportunity was about, then again at a pace and of a
// size of their own, until they leave after one of their orders.
void AddOrders(const Opportunity& opportunity, Random& random, std::vector<Order>& orders) {
  const int64_t first = opportunity.Last().amount;
  const int64_t mean_gap = kMeanGapDays.Draw(random) * kDay;
  const int64_t leave_rate = kLeaveRate.Draw(random);
  const int64_t repeat = first * kRepeatShare.Draw(random) / 1000;
  Time time = NextWorkingMoment(opportunity.Last().entered + random.Below(3 * kDay), random);
  int64_t revenue = first;
  while (time <= kLastSecond) {
    orders.push_back(MakeOrder(opportunity, time, revenue, random));
    if (random.Chance(leave_rate)) return;
    revenue = repeat * random.Between(700, 1300) / 1000;
    const Time gap = kHour + kExponential.Draw(random) * mean_gap / 1000;
    time = NextWorkingMoment(time + gap, random);
  }
}

}  // namespace

std::vector<Order> MakeOrders(uint64_t seed, const Dataset& data) {
  std::vector<Order> orders;
  for (const size_t opportunity : data.customers) {
    Random random(seed, Stream::kOrder,
                  static_cast<uint64_t>(data.opportunities[opportunity].customer));
    AddOrders(data.opportunities[opportunity], random, orders);
  }
  std::stable_sort(orders.begin(), orders.end(),
                   [](const Order& a, const Order& b) { return a.ordered < b.ordered; });
  int64_t number = 0;
  for (Order& order : orders) order.number = ++number;
  return orders;
}

}  // namespace madad::demo
