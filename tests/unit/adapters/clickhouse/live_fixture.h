// A ClickHouse server, asked through a source.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/clickhouse/source.h"
#include "core/result.h"
#include "core/text.h"
#include "support/clickhouse_client.h"
#include "support/engine_server.h"
#include "support/status_matchers.h"
#include "unit/adapters/clickhouse/scan_maker.h"

namespace madad::adapters::clickhouse {

inline ConnectionOptions OptionsFor(int port, const std::string& user = "madad") {
  ConnectionOptions options;
  options.source = "events";
  options.dsn = core::Cat("http://", user, "@127.0.0.1:", port, "/default");
  options.password = "secret";
  return options;
}

// Rows as lines: values with a bar between.
inline absl::StatusOr<std::vector<std::string>> Lines(core::Adapter& adapter,
                                                      const core::SqlStatement& statement,
                                                      const core::CallContext& call = {}) {
  MADAD_ASSIGN_OR_RETURN(core::ArrowStream stream, adapter.Execute(statement, call));
  std::vector<core::ResultColumn> columns;
  for (const core::SqlColumn& column : statement.columns) {
    core::ResultColumn& added = columns.emplace_back();
    added.type = column.type;
    added.scale = column.scale;
    added.values = core::EmptyValues(column.type);
  }
  MADAD_RETURN_IF_ERROR(core::ReadArrow(std::move(stream), call, 1'000'000, columns));
  std::vector<std::string> lines(columns.front().size());
  for (const core::ResultColumn& column : columns) {
    for (size_t row = 0; row < lines.size(); ++row) {
      const core::Value value = column.At(row);
      const auto* text = std::get_if<std::string>(&value);
      if (&column != &columns.front()) lines[row] += "|";
      lines[row] += text != nullptr ? *text : core::ToText(value);
    }
  }
  return lines;
}

class LiveTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!server_.is_there()) GTEST_SKIP() << server_.why_not();
    source_ = std::make_unique<ClickHouseSource>(OptionsFor(server_.port()), 2);
  }

  void Run(const std::string& sql) { MADAD_ASSERT_OK(client_.Run(sql)); }
  // The rows of a table, in the order of its first column.
  absl::StatusOr<std::vector<std::string>> Rows(const std::string& table,
                                                const std::vector<std::string>& columns) {
    MADAD_RETURN_IF_ERROR(maker_.Map(table, *source_));
    core::RowScan scan = maker_.Rows(table, columns);
    scan.order = {{0, false}};
    return Lines(*source_, source_->dialect().Print(scan));
  }
  absl::StatusOr<std::vector<std::string>> Ask(const std::string& table, const Asked& asked) {
    MADAD_ASSIGN_OR_RETURN(const core::Scan scan, maker_.Make(table, asked));
    return Lines(*source_, source_->dialect().Print(scan));
  }

  madad::testing::EngineServer& server_ = madad::testing::EngineServer::Shared("clickhouse");
  madad::testing::ClickHouseClient client_{server_.port()};
  std::unique_ptr<ClickHouseSource> source_;
  ScanMaker maker_;
};

}  // namespace madad::adapters::clickhouse
