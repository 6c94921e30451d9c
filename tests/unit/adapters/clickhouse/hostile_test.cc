// Texts and names that would like to be SQL.
#include "absl/strings/escaping.h"

#include "adapters/clickhouse/literal.h"
#include "unit/adapters/clickhouse/live_fixture.h"

namespace madad::adapters::clickhouse {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Hostile() {
  std::vector<std::string> all = {"'",
                                  "\\",
                                  "\\'",
                                  "\\\\'",
                                  "' OR 1 = 1 --",
                                  "'; DROP TABLE canary; --",
                                  "`",
                                  "\"",
                                  "/* */",
                                  "{p0:String}",
                                  "%s%n",
                                  "שלום 'ו' 😀",
                                  "\xff\xfe",
                                  "\xd7",
                                  std::string("a\0b", 3)};
  for (char c = 1; c < 32; ++c) all.push_back(std::string("a") + c + "'");
  return all;
}

TEST_F(LiveTest, AHostileTextIsFoundAndNothingElse) {
  Run("DROP TABLE IF EXISTS canary");
  Run("CREATE TABLE canary (id String, text String) ENGINE = Memory");
  std::string rows = "('bird', 'bird')";
  for (size_t i = 0; i < Hostile().size(); ++i) {
    rows += core::Cat(", ('", i, "', unhex('", absl::BytesToHexString(Hostile()[i]), "'))");
  }
  Run(core::Cat("INSERT INTO canary VALUES ", rows));
  maker_.Add("canary", {{.name = "id"}, {.name = "text"}});
  MADAD_ASSERT_OK(maker_.Map("canary", *source_));
  for (size_t i = 0; i < Hostile().size(); ++i) {
    // As a tree: the language's own texts have no NUL and no invalid UTF-8.
    auto scan = maker_.Make("canary", {.groups = {"id"}, .filters = {"text = 'x'"}});
    MADAD_ASSERT_OK(scan);
    auto equals = std::make_shared<core::Expr>(*scan->filters[0]);
    auto literal = std::make_shared<core::Expr>(*equals->args[1]);
    literal->value = Hostile()[i];
    equals->args[1] = literal;
    scan->filters[0] = equals;
    const auto found = Lines(*source_, source_->dialect().Print(*scan));
    MADAD_ASSERT_OK(found);
    EXPECT_THAT(*found, ElementsAre(core::Cat(i)));
  }
  EXPECT_EQ(client_.Run("SELECT count() FROM canary WHERE id = 'bird'").value_or(""), "1\n");
}

TEST_F(LiveTest, AHostileNameIsANameAndNothingElse) {
  for (const std::string name : {"a`b", "a\\", "a\\`", "`; DROP TABLE canary; --", "a'b", "שם",
                                 "r0", "madad_0_0", "count()", "d"}) {
    Run("DROP TABLE IF EXISTS named");
    Run(core::Cat("CREATE TABLE named (id String, ", QuoteIdentifier(name),
                  " Nullable(String)) ENGINE = Memory"));
    Run("INSERT INTO named VALUES ('a', 'x'), ('b', NULL)");
    maker_.Add("named", {{.name = "id"}, {.name = "value", .from = name}});
    MADAD_ASSERT_OK(maker_.Map("named", *source_));
    const auto found =
        Ask("named", {.groups = {"id"}, .aggregates = {"min(value)"}, .filters = {"value = 'x'"}});
    MADAD_ASSERT_OK(found);
    EXPECT_THAT(*found, ElementsAre("a|x")) << name;
  }
}

}  // namespace
}  // namespace madad::adapters::clickhouse
