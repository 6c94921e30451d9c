// Stage logs for the tests of the models.
#pragma once

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include <madad/sdk/testing/fake_host.h>

namespace pipeline {

inline int64_t Hours(double hours) { return std::llround(hours * 3'600'000'000.0); }
inline int64_t Days(int64_t days) { return days * 86'400'000'000; }
// A day of the tests' calendar: days since 2024-01-01, which is day 0.
inline int64_t DayOf(int64_t day) { return Days(19'723 + day); }

// Entries, by entity and day; an empty stage is none. The other columns are there when they are
// filled in.
struct Log {
  struct Row {
    std::string entity;
    std::string stage;
    int64_t day;
  };

  Log() = default;
  Log(std::initializer_list<Row> entries) : rows(entries) {}

  madad::sdk::testing::Table ToTable() const {
    madad::sdk::testing::Values<std::string> ids, stages;
    madad::sdk::testing::Values<int64_t> times, closings;
    for (const Row& row : rows) {
      ids.push_back(row.entity);
      stages.push_back(row.stage.empty() ? std::nullopt : std::optional(row.stage));
      times.push_back(DayOf(row.day));
    }
    for (const auto& day : closed_at) closings.push_back(day ? std::optional(DayOf(*day)) : day);
    madad::sdk::testing::Table table;
    table.Text("entity_id", ids).Dictionary("stage", stages).Timestamp("entered_at", times);
    if (!sequence.empty()) table.Int64("sequence", sequence);
    if (!outcome.empty()) table.Text("outcome", outcome);
    if (!closed_at.empty()) table.Timestamp("closed_at", closings);
    if (!owner.empty()) table.Text("owner", owner);
    if (!amount.empty()) table.Decimal("amount", 2, amount);
    if (!probability.empty()) table.Double("probability", probability);
    return table;
  }

  std::vector<Row> rows;
  madad::sdk::testing::Values<int64_t> sequence, closed_at, amount;
  madad::sdk::testing::Values<std::string> outcome, owner;
  madad::sdk::testing::Values<double> probability;
};

}  // namespace pipeline
