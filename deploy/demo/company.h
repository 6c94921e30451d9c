// The demo company: where its leads come from, who they are and what becomes of
// them. Every number that shapes the data, times and amounts apart, is here.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace madad::demo {

// A name and how often it is drawn.
struct Weighted {
  std::string_view name;
  uint32_t weight;
};

// Where leads come from. Rates are per mille.
struct LeadSource {
  std::string_view code;  // as the CRM writes it
  std::string_view channel;
  uint32_t weight_2024;
  uint32_t weight_2025;
  int qualify_rate;  // lead to MQL
  int win_rate;      // opportunity to customer
  int unanswered_rate;
  int64_t cost_per_lead;  // marketing, in agorot
  std::vector<std::string_view> campaigns;
};

struct Region {
  std::string_view name;
  uint32_t weight;
  int win_factor;  // per mille of the source's rate
};

struct Segment {
  std::string_view name;
  uint32_t weight;
  int win_factor;    // per mille of the source's rate
  int cycle_factor;  // per mille of the usual time in a stage
};

struct Product {
  std::string_view name;
  uint32_t weight;
  int margin;  // per mille of revenue
};

// The source whose leads stop qualifying, and the day (since 2024-01-01) from
// which they do: 2025-10-01.
inline constexpr int kFallingSource = 1;
inline constexpr int64_t kFallDay = 366 + 273;
inline constexpr int kFallenQualifyRate = 130;

const std::vector<LeadSource>& Sources();
std::span<const Region> Regions();
std::span<const Segment> Segments();
std::span<const Product> Products();
std::span<const Weighted> Industries();
std::span<const Weighted> Owners();
std::span<const Weighted> LossReasons();
std::span<const Weighted> Competitors();

// Returns how many leads come in on a day, relative to other days: by month,
// day of the week, and a growth of 18 % in the second year.
uint32_t DayWeight(int64_t day);

// How many leads come in by hour of the day; none from midnight to 06:00.
const std::vector<uint32_t>& HourWeights();

}  // namespace madad::demo
