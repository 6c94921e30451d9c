#include "core/expr/functions.h"

#include <array>
#include <limits>

namespace madad::core {
namespace {

constexpr size_t kAny = std::numeric_limits<size_t>::max();

constexpr std::array<Function, 27> kFunctions = {{
    {"abs", false, 1, 1},         {"as_of", false, 0, 0},    {"business_time", false, 2, 3},
    {"coalesce", false, 1, kAny}, {"day", false, 1, 1},      {"greatest", false, 1, kAny},
    {"hour", false, 1, 1},        {"least", false, 1, kAny}, {"lower", false, 1, 1},
    {"month", false, 1, 1},       {"nullif", false, 2, 2},   {"quarter", false, 1, 1},
    {"round", false, 1, 2},       {"stage", false, 1, 1},    {"upper", false, 1, 1},
    {"weekday", false, 1, 1},     {"year", false, 1, 1},     {"arg_max", true, 2, 2},
    {"arg_min", true, 2, 2},      {"avg", true, 1, 1},       {"count", true, 1, 1},
    {"max", true, 1, 1},          {"median", true, 1, 1},    {"min", true, 1, 1},
    {"percentile", true, 2, 2},   {"stddev", true, 1, 1},    {"sum", true, 1, 1},
}};

}  // namespace

const Function* FindFunction(std::string_view name) {
  for (const Function& function : kFunctions) {
    if (function.name == name) return &function;
  }
  return nullptr;
}

std::vector<std::string> FunctionNames() {
  std::vector<std::string> names;
  for (const Function& function : kFunctions) names.emplace_back(function.name);
  return names;
}

}  // namespace madad::core
