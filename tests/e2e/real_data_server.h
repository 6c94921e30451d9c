// A server over one of the public data sets.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/process.h"
#include "support/real_data.h"
#include "support/temporary_folder.h"

namespace madad::testing {

using Rows = std::vector<std::vector<std::string>>;

// Skips its tests where the data set is absent.
class RealDataServer : public ::testing::Test {
 protected:
  // `catalog` describes the data set `name`, which is its source of that name.
  RealDataServer(std::string name, const std::string& catalog)
      : name_(std::move(name)),
        catalog_(folder_.Write("catalog.yaml", "sources:\n  " + name_ + ": {kind: files, root: " +
                                                   RealData(name_) + "}\n" + catalog)) {}

  void SetUp() override {
    MADAD_SKIP_WITHOUT_DATA(name_);
    server_ = std::make_unique<ServerProcess>(std::vector<std::string>{"--config", catalog_});
    ASSERT_FALSE(server_->address().empty()) << server_->Log();
  }

  // Returns the rows of a query's CSV, without the header.
  Rows Query(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "query");
    arguments.insert(arguments.end(), {"--format", "csv"});
    const Output output = RunMadad(*server_, arguments);
    EXPECT_EQ(output.exit_code, 0) << output.err;
    Rows rows = ParseCsv(output.out);
    if (!rows.empty()) rows.erase(rows.begin());
    return rows;
  }

  const std::string name_;
  TemporaryFolder folder_;
  const std::string catalog_;
  std::unique_ptr<ServerProcess> server_;
};

}  // namespace madad::testing
