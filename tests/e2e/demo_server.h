// A server over the demo's catalog and data.
#pragma once

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "support/database.h"
#include "support/process.h"
#include "support/source_folder.h"
#include "support/temporary_folder.h"

namespace madad::testing {

using Rows = std::vector<std::vector<std::string>>;

class DemoTest : public ::testing::Test {
 protected:
  DemoTest() : database_(2) {}

  void SetUp() override {
    const std::string data = (folder_.path() / "demo").string();
    ASSERT_EQ(RunProgram({MADAD_DEMO_DATA_PROGRAM, data, "--leads", "6000"}).exit_code, 0);
    // The files themselves, for SQL of the tests' own.
    for (const char* name :
         {"leads", "opportunities", "opportunity_stage_events", "customers", "orders", "costs"}) {
      database_.Run(absl::StrCat("CREATE VIEW ", name, " AS SELECT * FROM read_csv('", data, "/",
                                 name, ".csv')"));
    }
    std::ifstream file(absl::StrCat(SourceFolder(), "/deploy/demo/catalog.yaml"));
    std::stringstream catalog;
    catalog << file.rdbuf();
    const std::string path =
        folder_.Write("catalog.yaml", absl::StrReplaceAll(catalog.str(), {{"../../demo", "demo"}}));
    server_ = std::make_unique<ServerProcess>(std::vector<std::string>{"--config", path});
    ASSERT_FALSE(server_->address().empty()) << server_->Log();
  }

  void RunModel(const std::string& name) {
    const Output output = RunMadad(*server_, {"model", "run", name});
    ASSERT_EQ(output.exit_code, 0) << output.err;
  }

  // The rows of a command's CSV, without the header.
  Rows Ask(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--format", "csv"});
    const Output output = RunMadad(*server_, arguments);
    EXPECT_EQ(output.exit_code, 0) << output.err;
    Rows rows = ParseCsv(output.out);
    if (!rows.empty()) rows.erase(rows.begin());
    return rows;
  }

  TemporaryFolder folder_;
  Database database_;
  std::unique_ptr<ServerProcess> server_;
};

}  // namespace madad::testing
