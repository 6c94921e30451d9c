// Files loaded into a table, and what is in it.
#pragma once

#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "adapters/duckdb/careful_load.h"
#include "adapters/duckdb/files.h"
#include "adapters/duckdb/table_loader.h"
#include "core/status.h"
#include "core/text.h"
#include "support/status_matchers.h"
#include "support/temporary_folder.h"

namespace madad::adapters::duckdb {

// A table `t` of a source whose root is `folder_` (or `root_`, when set).
class LoadFixture : public ::testing::Test {
 protected:
  LoadFixture() {
    table_.name = "t";
    table_.source = "crm";
    table_.files = "t.csv";
  }

  void AddColumn(core::Column column) {
    if (column.from.empty()) column.from = column.name;
    table_.columns[column.name] = column;
  }

  // Loads the table anew and keeps what the load says.
  const core::TableData& Load() {
    Open();
    const core::Source source = Source();
    loaded_ = LoadTable(source, table_, schema_, now_, *store_);
    return loaded_.data;
  }

  // Loads it without trying DuckDB's reader.
  absl::StatusOr<core::LoadReport> LoadSlowly() {
    Open();
    const core::Source source = Source();
    MADAD_ASSIGN_OR_RETURN(Store::Loan connection, store_->Borrow());
    LoadContext context{source, table_, *store_, *connection, schema_, {}, {}, {}};
    MADAD_ASSIGN_OR_RETURN(context.files, FindFiles(source, table_));
    MADAD_ASSIGN_OR_RETURN(const bool is_local, store_->local_times().Add(source.timezone));
    if (is_local) context.zone = source.timezone;
    MADAD_RETURN_IF_ERROR(LoadCarefully(context));
    return context.report;
  }

  // The loaded table's rows in their order, with bars between the values of
  // its columns (in order of name); null is "".
  std::vector<std::string> Rows() {
    return Ask(core::Cat("SELECT * FROM \"", schema_, "\".t ORDER BY rowid"));
  }

  std::vector<std::string> Ask(const std::string& sql) {
    absl::StatusOr<Store::Loan> connection = store_->Borrow();
    const auto rows = (*connection)->Rows(sql);
    if (!rows.ok()) return {rows.status().ToString()};
    std::vector<std::string> lines;
    for (const std::vector<std::string>& row : *rows) lines.push_back(absl::StrJoin(row, "|"));
    return lines;
  }

  // The rejected rows of the last load as `file:line column: reason`.
  std::vector<std::string> Rejected() const {
    std::vector<std::string> lines;
    for (const core::RejectedRow& row : loaded_.data.load.rejected) {
      lines.push_back(core::Cat(row.file, ":", row.line, " ", row.column, ": ", row.reason));
    }
    return lines;
  }

  // Every row that was read is somewhere.
  void ExpectAllRowsAccountedFor() const {
    const core::TableData& data = loaded_.data;
    EXPECT_EQ(data.load.rows_read,
              data.rows + data.load.rows_rejected + data.load.duplicates_dropped);
  }

  // What a program makes of a file of the folder, as another file of it.
  void Run(const std::string& command) {
    const std::string line = core::Cat("cd '", folder_.path().string(), "' && ", command);
    ASSERT_EQ(std::system(line.c_str()), 0) << line;
  }

  core::Source Source() const {
    return {"crm", "files", root_.empty() ? folder_.path().string() : root_, timezone_};
  }

  void Open() {
    if (store_ == nullptr) {
      absl::StatusOr<std::shared_ptr<Store>> store = Store::Open({.threads = 2});
      ASSERT_TRUE(store.ok()) << store.status();
      store_ = *store;
    }
    schema_ = core::Cat("crm_v", ++version_);
    Ask(core::Cat("CREATE SCHEMA ", schema_));
  }

  madad::testing::TemporaryFolder folder_;
  std::string root_;
  std::string timezone_ = "UTC";
  absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);  // 2027-01-15
  core::Table table_;
  std::shared_ptr<Store> store_;
  std::string schema_;
  int version_ = 0;
  LoadedTable loaded_;
};

}  // namespace madad::adapters::duckdb
