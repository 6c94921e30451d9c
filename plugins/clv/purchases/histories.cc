#include "purchases/histories.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

namespace clv {
namespace {

// Histories as numbers in the order (x, age, recency), each with its customer in the lowest bits;
// no part is wider than the data needs.
class Keys {
 public:
  explicit Keys(std::span<const History> customers) {
    History most;
    for (const History& history : customers) {
      most.x = std::max(most.x, history.x);
      most.recency = std::max(most.recency, history.recency);
      most.age = std::max(most.age, history.age);
    }
    customer_bits_ = std::bit_width(customers.size());
    recency_bits_ = Width(most.recency);
    age_bits_ = Width(most.age);
    bits_ = Width(most.x) + age_bits_ + recency_bits_;
  }

  // Whether a history and its customer fit into one number.
  bool Fit() const { return bits_ + customer_bits_ <= 64; }

  uint64_t KeyOf(const History& history, size_t customer) const {
    const uint64_t x = Unsigned(history.x), age = Unsigned(history.age);
    const uint64_t key = (((x << age_bits_) | age) << recency_bits_) | Unsigned(history.recency);
    return (key << customer_bits_) | customer;
  }
  History HistoryOf(uint64_t key) const {
    const int age_at = customer_bits_ + recency_bits_;
    return {Part(key, age_at + age_bits_, 31), Part(key, customer_bits_, recency_bits_),
            Part(key, age_at, age_bits_)};
  }
  uint32_t CustomerOf(uint64_t key) const {
    return static_cast<uint32_t>(key & Mask(customer_bits_));
  }

  // Sorts by history, least significant digit first: linear in the number of customers.
  void Sort(std::vector<uint64_t>& keys) const;

 private:
  static constexpr int kDigitBits = 11;

  static uint64_t Unsigned(int32_t value) { return static_cast<uint32_t>(value); }
  static int Width(int32_t value) { return std::bit_width(static_cast<uint32_t>(value)); }
  static uint64_t Mask(int bits) { return (uint64_t{1} << bits) - 1; }
  static int32_t Part(uint64_t key, int at, int bits) {
    return at >= 64 ? 0 : static_cast<int32_t>((key >> at) & Mask(bits));
  }

  int customer_bits_ = 0, recency_bits_ = 0, age_bits_ = 0;
  int bits_ = 0;  // of a history
};

void Keys::Sort(std::vector<uint64_t>& keys) const {
  std::vector<uint64_t> sorted(keys.size());
  for (int shift = customer_bits_; shift < customer_bits_ + bits_; shift += kDigitBits) {
    std::array<size_t, size_t{1} << kDigitBits> starts{};
    const auto digit = [shift](uint64_t key) { return (key >> shift) & Mask(kDigitBits); };
    for (const uint64_t key : keys) ++starts[digit(key)];
    size_t sum = 0;
    for (size_t& start : starts) sum += std::exchange(start, sum);
    for (const uint64_t key : keys) sorted[starts[digit(key)]++] = key;
    keys.swap(sorted);
  }
}

void CheckSound(const History& history, size_t customer) {
  if (history.x >= 0 && history.recency >= 0 && history.recency <= history.age &&
      (history.x > 0 || history.recency == 0)) {
    return;
  }
  throw std::invalid_argument(
      "customer " + std::to_string(customer) + " has x = " + std::to_string(history.x) +
      ", recency " + std::to_string(history.recency) + " and age " + std::to_string(history.age) +
      "; expected 0 <= recency <= age, and recency 0 without repeat purchases");
}

// What histories are told apart and ordered by.
std::tuple<int32_t, int32_t, int32_t> PartsOf(const History& history) {
  return {history.x, history.age, history.recency};
}

// Calls found(history, customer) for every customer, in the order of the histories.
template <typename Found>
void InOrder(std::span<const History> customers, Found&& found) {
  const Keys layout(customers);
  if (layout.Fit()) {
    std::vector<uint64_t> keys(customers.size());
    for (size_t i = 0; i < keys.size(); ++i) keys[i] = layout.KeyOf(customers[i], i);
    layout.Sort(keys);
    for (const uint64_t key : keys) found(layout.HistoryOf(key), layout.CustomerOf(key));
    return;
  }
  std::vector<uint32_t> order(customers.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return PartsOf(customers[a]) < PartsOf(customers[b]);
  });
  for (const uint32_t customer : order) found(customers[customer], customer);
}

}  // namespace

void Histories::Sum() {
  tails.clear();
  weight = repeats = 0;
  max_age = 0;
  for (const Group& group : groups) {
    const auto x = static_cast<size_t>(group.history.x);
    if (tails.size() < x) tails.resize(x);
    if (x > 0) tails[x - 1] += group.weight;
    weight += group.weight;
    repeats += group.weight * static_cast<double>(x);
    max_age = std::max(max_age, group.history.age);
  }
  for (size_t k = tails.size(); k-- > 1;) tails[k - 1] += tails[k];
}

Histories Compress(std::span<const History> customers, double tick,
                   std::vector<uint32_t>* group_of) {
  for (size_t i = 0; i < customers.size(); ++i) CheckSound(customers[i], i);
  Histories distinct;
  distinct.tick = tick;
  if (group_of != nullptr) group_of->resize(customers.size());
  InOrder(customers, [&](const History& history, uint32_t customer) {
    std::vector<Histories::Group>& groups = distinct.groups;
    if (groups.empty() || PartsOf(groups.back().history) != PartsOf(history)) {
      groups.push_back({history, 0});
    }
    groups.back().weight += 1;
    if (group_of != nullptr) (*group_of)[customer] = static_cast<uint32_t>(groups.size() - 1);
  });
  distinct.Sum();
  return distinct;
}

}  // namespace clv
