#include "demo/company.h"

#include "demo/clock.h"

namespace madad::demo {

const std::vector<LeadSource>& Sources() {
  static const auto& sources = *new std::vector<LeadSource>{
      {"GADS",
       "paid",
       280,
       260,
       430,
       260,
       120,
       95'00,
       {"Brand Search", "Generic Search", "Remarketing"}},
      {"FB", "paid", 220, 210, 360, 220, 150, 60'00, {"קמפיין קיץ", "Lookalike 3%", "שידור חוזר"}},
      {"LinkedIn", "paid", 70, 120, 470, 300, 90, 240'00, {"Decision Makers", "ABM Enterprise"}},
      {"הפניה", "referral", 110, 115, 650, 400, 40, 0, {}},
      {"אתר החברה", "organic", 160, 150, 500, 310, 80, 15'00, {"בלוג", "Newsletter"}},
      {"תערוכות",
       "events",
       50,
       45,
       400,
       240,
       200,
       310'00,
       {"Sales Summit, Tel Aviv", "כנס \"מכירות 360\""}},
      {"שותפים", "referral", 60, 65, 560, 370, 60, 40'00, {}},
      {"Cold Outreach",
       "outbound",
       50,
       55,
       170,
       150,
       250,
       25'00,
       {"SDR Sequence A", "SDR Sequence B"}},
  };
  return sources;
}

std::span<const Region> Regions() {
  static constexpr Region kRegions[] = {
      {"תל אביב", 230, 1050}, {"מרכז", 220, 1000},         {"ירושלים", 110, 950},
      {"חיפה", 100, 1000},    {"צפון", 90, 900},           {"דרום", 80, 850},
      {"EMEA", 100, 1000},    {"North America", 70, 1150},
  };
  return kRegions;
}

std::span<const Segment> Segments() {
  static constexpr Segment kSegments[] = {
      {"SMB", 600, 1050, 1000},
      {"Mid-Market", 280, 1000, 1500},
      {"Enterprise", 120, 800, 2400},
  };
  return kSegments;
}

std::span<const Product> Products() {
  static constexpr Product kProducts[] = {{"CRM Basic", 400, 520},
                                          {"CRM Pro", 300, 600},
                                          {"Analytics", 180, 680},
                                          {"תמיכה פרימיום", 120, 350}};
  return kProducts;
}

std::span<const Weighted> Industries() {
  static constexpr Weighted kIndustries[] = {
      {"הייטק", 220},      {"Retail", 160},  {"Manufacturing", 130}, {"נדל\"ן", 120},
      {"Healthcare", 110}, {"Finance", 110}, {"חינוך", 80},          {"Logistics", 70}};
  return kIndustries;
}

std::span<const Weighted> Owners() {
  static constexpr Weighted kOwners[] = {
      {"Dana Levi", 100},    {"נועה כהן", 110},   {"Yossi Mizrahi", 95},
      {"אבי פרץ", 90},       {"Lior Katz", 85},   {"מאיה ביטון", 105},
      {"Tom Ben-David", 80}, {"שירה אזולאי", 90}, {"Omer Friedman", 75},
      {"רון גבאי", 70},      {"Gal Shapira", 65}, {"Noam, Partner Desk", 35}};
  return kOwners;
}

std::span<const Weighted> LossReasons() {
  static constexpr Weighted kReasons[] = {{"מחיר", 320},
                                          {"Chose competitor", 240},
                                          {"No budget", 180},
                                          {"תזמון", 140},
                                          {"No response", 120}};
  return kReasons;
}

std::span<const Weighted> Competitors() {
  static constexpr Weighted kCompetitors[] = {
      {"PipeWorks", 450}, {"Zohar CRM", 350}, {"גיליון אקסל", 200}};
  return kCompetitors;
}

uint32_t DayWeight(int64_t day) {
  static constexpr uint32_t kMonths[] = {95, 100, 110, 85, 105, 108, 100, 88, 92, 90, 118, 102};
  static constexpr uint32_t kWeekdays[] = {118, 112, 108, 106, 98, 42, 26};  // from Sunday
  const Date date = DateOf(day);
  const uint32_t growth = date.year == 2025 ? 118 : 100;
  return kMonths[date.month - 1] * kWeekdays[WeekdayOf(day)] * growth;
}

const std::vector<uint32_t>& HourWeights() {
  static const auto& hours = *new std::vector<uint32_t>{
      0, 0, 0, 0, 0, 0, 10, 25, 55, 85, 100, 105, 95, 80, 85, 90, 85, 70, 60, 55, 60, 65, 50, 28};
  return hours;
}

}  // namespace madad::demo
