// A SQLite file that another process, as it were, writes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "absl/status/statusor.h"

#include "adapters/sqlite/source.h"
#include "core/catalog.h"
#include "core/look.h"
#include "core/query.h"
#include "support/status_matchers.h"
#include "support/temporary_folder.h"

namespace madad::adapters::sqlite {

// The rows of table `facts`, a bar between their values.
using Lines = std::vector<std::string>;

class SqliteTest : public ::testing::Test {
 protected:
  SqliteTest();
  ~SqliteTest() override { sqlite3_close(writer_); }

  std::string file() const { return (folder_.path() / "crm.db").string(); }
  // Runs statements on the writer's connection.
  void Write(const std::string& sql);
  void Close() { sqlite3_close(std::exchange(writer_, nullptr)); }
  void Open() { ASSERT_EQ(sqlite3_open(file().c_str(), &writer_), SQLITE_OK); }

  std::shared_ptr<SqliteSource> Source(absl::Duration statement_timeout = absl::Minutes(1)) const;
  // All rows of `relation` as the columns declare them.
  absl::StatusOr<Lines> Read(SqliteSource& source, const std::vector<core::Column>& columns,
                             const std::string& relation = "facts");
  absl::StatusOr<Lines> Read(const std::vector<core::Column>& columns) {
    return Read(*Source(), columns);
  }
  // The rows of a statement.
  static absl::StatusOr<Lines> Rows(core::Adapter& adapter, const core::SqlStatement& statement,
                                    const core::CallContext& call = {});

  core::Catalog catalog_;  // has source `crm`

 private:
  madad::testing::TemporaryFolder folder_;
  sqlite3* writer_ = nullptr;
};

// A column of the name and type.
core::Column Of(const std::string& name, core::Type type, int32_t scale = 0);

}  // namespace madad::adapters::sqlite
