// Models over files, in the server's own parts.
#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include "adapters/duckdb/model_tables.h"
#include "core/model/runs.h"
#include "core/model/tables.h"
#include "support/status_matchers.h"
#include "unit/adapters/duckdb/fixture.h"

namespace madad::adapters::duckdb {

class ModelFixture : public QueryFixture {
 protected:
  // Starts, as a server does, with models of one shape. Again: anew.
  void StartModels(core::ModelCode& code, const core::ModelShape& shape,
                   const core::ModelRunsOptions& options = {}) {
    core::Catalog catalog = catalog_;
    const auto problems = core::AddModelTables(
        [&](const core::ModelUse&) {
          return core::ShapedModel{shape, "{}"};
        },
        catalog);
    ASSERT_TRUE(problems.empty()) << problems.front().message;
    const auto invalid = core::ValidateCatalog(catalog);
    ASSERT_TRUE(invalid.empty()) << invalid.front().message;
    auto store = Store::Open({.threads = 2, .readable_folders = {folder_.path()}});
    ASSERT_THAT(store, madad::testing::IsOk());
    store_ = *store;
    auto sources = TableSources::Load(std::make_shared<const core::Definitions>(catalog, metrics_),
                                      store_, {.now = [this] { return now_; }});
    ASSERT_THAT(sources, madad::testing::IsOk());
    sources_ = *std::move(sources);
    runs_ = nullptr;
    tables_ = std::make_unique<ModelTables>(store_, sources_);
    runs_ = std::make_unique<core::ModelRuns>(code, *tables_, options);
  }

  // Runs an instance; how far it is never falls.
  absl::StatusOr<bool> RunInstance(std::string_view name, bool force) {
    progress_ = 0;
    return runs_->Run(name, force, {}, [this](double fraction, std::string_view) {
      EXPECT_GE(fraction, progress_);
      progress_ = fraction;
    });
  }

  core::ModelState State() const { return runs_->instances().at(0); }

  std::shared_ptr<TableSources> sources_;
  std::unique_ptr<ModelTables> tables_;
  std::unique_ptr<core::ModelRuns> runs_;
  double progress_ = 0;
};

}  // namespace madad::adapters::duckdb
