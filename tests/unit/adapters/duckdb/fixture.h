// A catalog over small files, loaded and asked.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "absl/time/clock.h"

#include "adapters/duckdb/table_sources.h"
#include "core/engine.h"
#include "core/status.h"
#include "core/world.h"
#include "support/temporary_folder.h"

namespace madad::adapters::duckdb {

class QueryFixture : public ::testing::Test {
 protected:
  QueryFixture() { catalog_.sources["crm"] = {"crm", "files", folder_.path().string(), "UTC"}; }

  // Adds a table over a file with this content.
  core::Table& AddTable(const std::string& name, const std::string& key, std::string_view content,
                        std::vector<core::Column> columns) {
    folder_.Write(name + ".csv", content);
    core::Table& table = catalog_.tables[name];
    table.name = name;
    table.source = "crm";
    table.files = name + ".csv";
    table.key = key;
    for (core::Column& column : columns) {
      if (column.from.empty()) column.from = column.name;
      table.columns[column.name] = column;
    }
    return table;
  }

  void AddDimension(const std::string& name) { catalog_.dimensions[name].name = name; }

  core::MetricDefinition& AddMetric(const std::string& id, const std::string& from,
                                    const std::string& at) {
    core::MetricDefinition& metric = metrics_.emplace_back();
    metric.id = id;
    metric.plugin = id.substr(0, id.find('.'));
    metric.plugin_version = "1.0.0";
    metric.from = from;
    metric.at = at;
    return metric;
  }

  absl::StatusOr<std::shared_ptr<const core::Snapshot>> Load() {
    MADAD_ASSIGN_OR_RETURN(store_,
                           Store::Open({.threads = 2, .readable_folders = {folder_.path()}}));
    core::ResolveViaTypes(catalog_);
    MADAD_ASSIGN_OR_RETURN(
        const auto sources,
        TableSources::Load(std::make_shared<const core::Definitions>(catalog_, metrics_), store_,
                          {.now = [this] { return now_; }}));
    const std::shared_ptr<const core::World> world = sources->world();
    return std::shared_ptr<const core::Snapshot>(world, &world->snapshot());
  }

  // Loads what was added and answers `query` from it.
  absl::StatusOr<core::Result> Run(const core::Query& query) {
    if (world_ == nullptr) {
      MADAD_ASSIGN_OR_RETURN(auto snapshot, Load());
      world_ = std::make_unique<core::World>(
          std::make_shared<const core::Definitions>(catalog_, metrics_), std::move(snapshot));
    }
    return core::RunQuery(query, *world_, {});
  }

  // Midnight of a day, as a query's bound.
  static core::Timestamp Day(std::string_view day) { return core::ParseTimestamp(day).value(); }

  // A result as lines: values with a bar between.
  static std::vector<std::string> Lines(const core::Result& result) {
    std::vector<std::string> lines(result.row_count());
    for (const core::ResultColumn& column : result.columns) {
      for (size_t row = 0; row < lines.size(); ++row) {
        const core::Value value = column.At(row);
        const auto* text = std::get_if<std::string>(&value);
        if (!lines[row].empty()) lines[row] += "|";
        lines[row] += text != nullptr ? *text : core::ToText(value);
      }
    }
    return lines;
  }

  madad::testing::TemporaryFolder folder_;
  absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);  // 2027-01-15
  core::Catalog catalog_;
  std::vector<core::MetricDefinition> metrics_;
  std::shared_ptr<Store> store_;
  std::unique_ptr<core::World> world_;
};

}  // namespace madad::adapters::duckdb
