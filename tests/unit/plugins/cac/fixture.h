// The plugin's own metrics, and those that they are derived from, over small files.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cac/declare.h"
#include "clv/metrics/orders.h"
#include "conversion/declare.h"
#include "pipeline/declare.h"
#include "registry/description.h"
#include "support/status_matchers.h"
#include "unit/adapters/duckdb/fixture.h"

namespace cac {

namespace core = madad::core;

class CacFixture : public madad::adapters::duckdb::QueryFixture {
 protected:
  CacFixture() {
    Take("cac", [](sdk::Plugin& p) {
      DeclareCosts(p);
      DeclareStageCosts(p);
      DeclareReturns(p);
    });
    Take("conversion", conversion::DeclareCounts);
    Take("pipeline", pipeline::DeclareClosed);
    for (const char* name : {"source", "campaign", "category", "currency"}) AddDimension(name);
  }

  // Adds what a plugin declares.
  void Take(const std::string& id, void (*declare)(sdk::Plugin&)) {
    sdk::Plugin plugin(id, "1.0.0");
    declare(plugin);
    auto description = madad::registry::ParseDescription(plugin.Describe());
    ASSERT_TRUE(description.ok()) << description.status();
    for (core::MetricDefinition& metric : description->metrics) {
      metric.plugin = id;
      metrics_.push_back(std::move(metric));
    }
  }

  // Lines of incurred_on, amount, category, source, campaign, currency.
  core::Table& AddCosts(const std::string& lines) {
    return AddTable("costs", "", "incurred_on,amount,category,source,campaign,currency\n" + lines,
                    {{.name = "incurred_on", .type = core::Type::kDate},
                     {.name = "amount", .type = core::Type::kDecimal, .scale = 2},
                     {.name = "category"},
                     {.name = "source"},
                     {.name = "campaign"},
                     {.name = "currency"}});
  }

  // Lines of customer_id, acquired_at, source, campaign.
  core::Table& AddCustomers(const std::string& lines) {
    core::Table& table =
        AddTable("customers", "customer_id", "customer_id,acquired_at,source,campaign\n" + lines,
                 {{.name = "customer_id"},
                  {.name = "acquired_at", .type = core::Type::kTimestamp},
                  {.name = "source"},
                  {.name = "campaign"}});
    table.entity = "customer";
    return table;
  }

  // Lines of order_id, customer_id, ordered_at, revenue, margin.
  core::Table& AddOrders(const std::string& lines) {
    core::Table& table =
        AddTable("orders", "order_id", "order_id,customer_id,ordered_at,revenue,margin\n" + lines,
                 {{.name = "order_id"},
                  {.name = "customer_id"},
                  {.name = "ordered_at", .type = core::Type::kTimestamp},
                  {.name = "revenue", .type = core::Type::kDecimal, .scale = 2},
                  {.name = "margin", .type = core::Type::kDecimal, .scale = 2}});
    table.joins["customer"] = {.name = "customer", .table = "customers", .on = "customer_id"};
    return table;
  }

  // Lines of lead_id, created_at, mql_at, sql_at, opportunity_at, source.
  core::Table& AddLeads(const std::string& lines) {
    core::Table& table =
        AddTable("leads", "lead_id",
                 "lead_id,created_at,mql_at,sql_at,opportunity_at,won_at,source\n" + lines,
                 {{.name = "lead_id"},
                  {.name = "created_at", .type = core::Type::kTimestamp},
                  {.name = "mql_at", .type = core::Type::kTimestamp},
                  {.name = "sql_at", .type = core::Type::kTimestamp},
                  {.name = "opportunity_at", .type = core::Type::kTimestamp},
                  {.name = "won_at", .type = core::Type::kTimestamp},
                  {.name = "source"}});
    table.entity = "lead";
    return table;
  }

  // The lines of an answer; what went wrong, when there is none.
  std::vector<std::string> Ask(const core::Query& query) {
    const absl::StatusOr<core::Result> result = Run(query);
    if (!result.ok()) return {std::string(result.status().message())};
    return Lines(*result);
  }
};

}  // namespace cac
