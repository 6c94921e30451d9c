// The model's parameters: how a funnel is asked for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <madad/sdk/model.h>

#include "funnel/rules.h"

namespace conversion::funnel {

namespace sdk = madad::sdk;

struct Parameters {
  std::string entity = "lead";
  sdk::Json steps{sdk::Json::Array{}};
  sdk::Json exclude{sdk::Json::Array{}};
  std::string window;
  std::string order = "ordered";
  std::string entry = "first_entry";
  std::string policy = "reached_or_beyond";
  std::vector<std::string> by;
  std::string where;
  std::string from;
  std::string to;
  std::string timezone = "UTC";
  std::string trace;
  bool value = true;
  int64_t curve_points = 200;
  std::string arrival = "any";
};

// Returns what the parameters ask for, checked.
// Errors: sdk::Error (MADAD_INVALID_ARGUMENT), naming the parameter, what was
// found, what there is and what to do.
Rules RulesOf(const Parameters& parameters, int64_t as_of = kForever);

}  // namespace conversion::funnel
