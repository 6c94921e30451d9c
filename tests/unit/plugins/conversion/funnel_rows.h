// Stage logs for tests of the model, and what it made of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <madad/sdk/testing/fake_host.h>

#include "funnel/model.h"

namespace madad::testing {

inline constexpr int64_t kTestMinute = 60'000'000;
inline constexpr int64_t kTestHour = 60 * kTestMinute;
inline constexpr int64_t kTestDay = 24 * kTestHour;

struct LogRow {
  std::string entity;
  std::string stage;
  int64_t time = 0;
  std::optional<int64_t> amount;  // cents
  std::optional<std::string> source;
};

// The rows as the model reads them: entity_id, stage, entered_at, amount and,
// when it is asked for, the dimension source.
inline sdk::testing::Table StageLog(const std::vector<LogRow>& rows, bool with_source = false) {
  sdk::testing::Values<std::string> entity, stage, source;
  sdk::testing::Values<int64_t> time, amount;
  for (const LogRow& row : rows) {
    entity.push_back(row.entity);
    stage.push_back(row.stage);
    time.push_back(row.time);
    amount.push_back(row.amount);
    source.push_back(row.source);
  }
  sdk::testing::Table table;
  table.Text("entity_id", entity).Dictionary("stage", stage).Timestamp("entered_at", time);
  table.Decimal("amount", 2, amount);
  if (with_source) table.Text("source", source);
  return table;
}

inline sdk::testing::RunResult RunFunnel(const std::string& parameters,
                                         const sdk::testing::Table& log,
                                         std::optional<int64_t> as_of = std::nullopt,
                                         size_t threads = 2) {
  sdk::testing::RunOptions options;
  options.as_of = as_of;
  options.threads = threads;
  return sdk::testing::RunModel<conversion::funnel::FunnelModel>(parameters, {{"events", log}},
                                                                 options);
}

}  // namespace madad::testing
