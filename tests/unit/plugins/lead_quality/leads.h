// Leads that tests make up.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "learners/matrix.h"
#include "unit/plugins/lead_quality/random.h"

namespace lead_quality {

struct Leads {
  Matrix x;
  std::vector<uint8_t> converted;
  std::vector<double> weights;

  Targets targets() const { return {converted, weights}; }
};

// One number a lead, and whether it converted.
inline Leads Numbers(const std::vector<std::pair<double, int>>& rows) {
  Leads leads;
  leads.x.columns = {{"number", ColumnKind::kNumber, 0}};
  leads.x.rows = rows.size();
  for (const auto& [value, converted] : rows) {
    leads.x.values.push_back(static_cast<float>(value));
    leads.converted.push_back(static_cast<uint8_t>(converted));
  }
  return leads;
}

// Normal numbers whose coefficients in the logit are given, beside an intercept of -.5.
inline Leads Linear(size_t rows, const std::vector<double>& coefficients, uint64_t seed) {
  Random random(seed);
  Leads leads;
  leads.x.rows = rows;
  for (size_t j = 0; j < coefficients.size(); ++j) {
    leads.x.columns.push_back(
        {"c" + std::to_string(j), ColumnKind::kNumber, static_cast<uint32_t>(j)});
  }
  for (size_t i = 0; i < rows; ++i) {
    double logit = -.5;
    for (const double coefficient : coefficients) {
      const double value = random.Normal();
      leads.x.values.push_back(static_cast<float>(value));
      logit += coefficient * value;
    }
    leads.converted.push_back(random.Uniform() < 1 / (1 + std::exp(-logit)) ? 1 : 0);
  }
  return leads;
}

// Leads that convert, mostly, when just one of two numbers is positive.
inline Leads Exclusive(size_t rows, uint64_t seed) {
  Random random(seed);
  Leads leads = Linear(rows, {0, 0}, seed + 1000);
  for (size_t i = 0; i < rows; ++i) {
    const bool one = (leads.x.Row(i)[0] > 0) != (leads.x.Row(i)[1] > 0);
    leads.converted[i] = random.Uniform() < (one ? .9 : .1) ? 1 : 0;
  }
  return leads;
}

}  // namespace lead_quality
