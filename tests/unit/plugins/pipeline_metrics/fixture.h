// The plugin's own metrics over small files.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "madad/abi/plugin.h"
#include "registry/description.h"
#include "support/status_matchers.h"
#include "unit/adapters/duckdb/fixture.h"

namespace pipeline {

namespace core = madad::core;

class PipelineFixture : public madad::adapters::duckdb::QueryFixture {
 protected:
  PipelineFixture() {
    madad_error error = {};
    error.size = sizeof(error);
    const madad_plugin* plugin = madad_entry_v1.open(nullptr, &error);
    EXPECT_NE(plugin, nullptr) << error.message;
    if (plugin == nullptr) return;
    const madad_str text = plugin->describe();
    auto description = madad::registry::ParseDescription(std::string_view(text.ptr, text.len));
    madad_entry_v1.close();
    EXPECT_TRUE(description.ok()) << description.status();
    if (description.ok()) metrics_ = std::move(description->metrics);
  }

  // Adds the table of opportunities over lines of opportunity_id, created_at, closed_at, outcome,
  // amount, probability, owner, lost_reason and competitor.
  core::Table& AddOpportunities(const std::string& lines) {
    core::Table& table =
        AddTable("opportunities", "opportunity_id",
                 "opportunity_id,created_at,closed_at,outcome,amount,probability,owner,lost_reason,"
                 "competitor\n" +
                     lines,
                 {{.name = "opportunity_id"},
                  {.name = "created_at", .type = core::Type::kTimestamp},
                  {.name = "closed_at", .type = core::Type::kTimestamp},
                  {.name = "outcome"},
                  {.name = "amount", .type = core::Type::kDecimal, .scale = 2},
                  {.name = "probability", .type = core::Type::kDouble},
                  {.name = "owner"},
                  {.name = "lost_reason"},
                  {.name = "competitor"}});
    table.entity = "opportunity";
    table.currency = "ILS";
    for (const char* name : {"owner", "lost_reason", "competitor"}) AddDimension(name);
    return table;
  }

  // The lines of an answer; what went wrong, when there is none.
  std::vector<std::string> Ask(const core::Query& query) {
    const absl::StatusOr<core::Result> result = Run(query);
    if (!result.ok()) return {std::string(result.status().message())};
    warnings_.clear();
    for (const core::ResultWarning& warning : result->warnings) {
      warnings_.push_back(warning.reason.empty() ? warning.message : warning.reason);
      messages_ += warning.message + "\n";
    }
    return Lines(*result);
  }

  std::vector<std::string> warnings_;
  std::string messages_;
};

}  // namespace pipeline
