// One SQL engine under test.
#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "core/catalog.h"
#include "core/metric.h"
#include "core/world.h"
#include "support/fill/fill.h"

namespace madad::conformance {

using madad::testing::Row;

// Everything that a world is made from: one table, with its rows.
struct Data {
  core::Catalog catalog;  // has the table; where its rows are is the engine's matter
  std::vector<core::MetricDefinition> metrics;
  std::string table;
  std::vector<core::Column> columns;
  std::vector<Row> rows;
};

// The reason of an engine that is not installed: its cases are skipped.
inline constexpr char kNotInstalled[] = "ENGINE_NOT_INSTALLED";

// An engine, or one way of keeping a table in it.
struct Engine {
  std::string name;  // letters and digits
  // Returns a world over `data`, held by the engine.
  std::function<absl::StatusOr<std::shared_ptr<const core::World>>(const Data& data)> load;
};

inline void PrintTo(const Engine& engine, std::ostream* out) { *out << engine.name; }

}  // namespace madad::conformance
