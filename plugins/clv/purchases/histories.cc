#include "purchases/histories.h"

#include <algorithm>
#include <array>
#include <bit>
#include <stdexcept>
#include <string>
#include <utility>

namespace clv {
namespace {

struct Keyed {
  uint64_t key = 0;
  uint32_t customer = 0;
};

// How many bits each part of a key needs, so that keys are as short as the data allows.
struct Layout {
  int recency_bits = 0;
  int age_bits = 0;
  int bits = 0;

  explicit Layout(std::span<const History> customers) {
    History most;
    for (const History& history : customers) {
      most.x = std::max(most.x, history.x);
      most.recency = std::max(most.recency, history.recency);
      most.age = std::max(most.age, history.age);
    }
    const auto width = [](int32_t value) {
      return static_cast<int>(std::bit_width(static_cast<uint32_t>(value)));
    };
    recency_bits = width(most.recency);
    age_bits = width(most.age);
    bits = width(most.x) + age_bits + recency_bits;
  }
  uint64_t KeyOf(const History& history) const {
    const auto part = [](int32_t value) { return static_cast<uint64_t>(value); };
    return (((part(history.x) << age_bits) | part(history.age)) << recency_bits) |
           part(history.recency);
  }
};

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

constexpr int kDigitBits = 11;

// Sorts by key, least significant digit first: linear in the number of customers.
void RadixSort(int bits, std::vector<Keyed>& keys) {
  std::vector<Keyed> sorted(keys.size());
  for (int shift = 0; shift < bits; shift += kDigitBits) {
    std::array<size_t, size_t{1} << kDigitBits> starts{};
    const auto digit = [shift](const Keyed& keyed) {
      return (keyed.key >> shift) & ((uint64_t{1} << kDigitBits) - 1);
    };
    for (const Keyed& keyed : keys) ++starts[digit(keyed)];
    size_t sum = 0;
    for (size_t& start : starts) sum += std::exchange(start, sum);
    for (const Keyed& keyed : keys) sorted[starts[digit(keyed)]++] = keyed;
    keys.swap(sorted);
  }
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
  const Layout layout(customers);
  std::vector<Keyed> keys(customers.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    keys[i] = {layout.KeyOf(customers[i]), static_cast<uint32_t>(i)};
  }
  if (layout.bits <= 64) {
    RadixSort(layout.bits, keys);
  } else {
    throw std::invalid_argument("histories are too long to be told apart; use longer ticks");
  }
  Histories distinct;
  distinct.tick = tick;
  if (group_of != nullptr) group_of->resize(customers.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    if (i == 0 || keys[i].key != keys[i - 1].key) {
      distinct.groups.push_back({customers[keys[i].customer], 0});
    }
    distinct.groups.back().weight += 1;
    if (group_of != nullptr) {
      (*group_of)[keys[i].customer] = static_cast<uint32_t>(distinct.groups.size() - 1);
    }
  }
  distinct.Sum();
  return distinct;
}

}  // namespace clv
