// A valid catalog as people write it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"

#include "config/catalog_file.h"

namespace madad::config::testing {

inline constexpr char kExample[] = R"(sources:
  crm: {kind: files, root: data, timezone: Asia/Jerusalem}
tables:
  leads:
    source: crm
    files: "leads*.csv"
    entity: lead
    key: lead_id
    csv: {delimiter: ";"}
    columns:
      lead_id: {from: Id, type: int64}
      created_at: {from: Created, type: timestamp, format: "%d/%m/%Y %H:%M"}
      due_on: {type: date, planned: true}
      source: {from: Origin, values: {FB: Facebook, "אתר": Website}, nulls: ["-", "NULL"]}
      company:
  opportunities:
    source: crm
    files: opps.csv
    key: opportunity_id
    currency: ILS
    joins: {lead: {table: leads, on: lead_id}}
    columns:
      opportunity_id: Id
      lead_id: {type: int64}
      amount: {from: Amount, type: decimal(2)}
      lead_created_at: {via: lead, from: created_at}
      won: {type: bool}
dimensions:
  source: {leads: source, opportunities: lead.source, labels: {he: "מקור", en: Source}}
  company:
calendar: {timezone: Asia/Jerusalem, week_start: sunday}
)";

// Returns kExample with `from`, which it has, replaced by `to`.
inline std::string ExampleWith(const std::string& from, const std::string& to) {
  EXPECT_NE(std::string_view(kExample).find(from), std::string_view::npos) << from;
  return absl::StrReplaceAll(kExample, {{from, to}});
}

// Has a folder `data`, which the example's source names.
class CatalogFolder : public ::testing::Test {
 protected:
  CatalogFolder() : folder_(std::filesystem::path(::testing::TempDir()) / UniqueName()) {
    std::filesystem::create_directories(folder_ / "data");
  }
  ~CatalogFolder() override { std::filesystem::remove_all(folder_); }

  CatalogFile Parse(const std::string& text) const {
    return ParseCatalog(text, "catalog.yaml", folder_.string());
  }

  const std::filesystem::path folder_;

 private:
  // CTest runs each test in a process of its own, at the same time.
  static std::string UniqueName() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    return std::string("madad_config_") + test->test_suite_name() + "_" + test->name();
  }
};

// Returns the problems of `file`, as people read them.
inline std::vector<std::string> Lines(const CatalogFile& file) {
  std::vector<std::string> lines;
  for (const ConfigProblem& problem : file.problems) lines.push_back(problem.ToString());
  return lines;
}

}  // namespace madad::config::testing
