// Conditions with nulls, and functions that choose a value.
#include "conformance/fixture.h"

namespace madad::conformance {
namespace {

using core::Type;

// One row `a`: `yes`, `no` and `unknown` are what they are called, `i` is 5,
// `none` and `nothing` are null.
class Logic {
 public:
  static std::vector<core::Column> Columns() {
    return {{.name = "yes", .type = Type::kBool},
            {.name = "no", .type = Type::kBool},
            {.name = "unknown", .type = Type::kBool},
            {.name = "i", .type = Type::kInt64},
            {.name = "none", .type = Type::kInt64},
            {.name = "s"},
            {.name = "nothing"}};
  }
  static std::vector<Row> Rows() {
    return {{"a", "true", "false", std::nullopt, "5", std::nullopt, "web", std::nullopt},
            // So that no column has nulls only.
            {"b", "true", "false", "true", "5", "5", "web", "web"}};
  }
};

TEST_P(ConformanceTest, AndOrNotOfNulls) {
  Table(Logic::Columns(), Logic::Rows());
  ExpectValues({{"a", "yes AND yes", "true"},
                {"a", "yes AND no", "false"},
                {"a", "yes AND unknown", "null"},
                {"a", "no AND unknown", "false"},
                {"a", "unknown AND unknown", "null"},
                {"a", "yes OR unknown", "true"},
                {"a", "no OR unknown", "null"},
                {"a", "no OR no", "false"},
                {"a", "NOT yes", "false"},
                {"a", "NOT unknown", "null"},
                {"a", "NOT (no AND unknown)", "true"},
                {"a", "no AND no OR yes", "true"},
                {"a", "NOT no AND no", "false"},
                {"a", "yes = no", "false"},
                {"a", "yes <> no", "true"},
                {"a", "no < yes", "true"},
                {"a", "yes = unknown", "null"}});
}

TEST_P(ConformanceTest, ComparisonsWithNull) {
  Table(Logic::Columns(), Logic::Rows());
  ExpectValues({{"a", "none = 5", "null"},
                {"a", "none <> 5", "null"},
                {"a", "none = none", "null"},
                {"a", "i < none", "null"},
                {"a", "nothing = 'web'", "null"},
                {"a", "nothing LIKE '%'", "null"},
                {"a", "none IS NULL", "true"},
                {"a", "none IS NOT NULL", "false"},
                {"a", "i IS NULL", "false"},
                {"a", "unknown IS NULL", "true"},
                {"a", "none + 1", "null"},
                {"a", "none * 0", "null"},
                {"a", "- none", "null"}});
}

TEST_P(ConformanceTest, InAndNotInWithNulls) {
  Table(Logic::Columns(), Logic::Rows());
  ExpectValues({{"a", "i IN (4, 5)", "true"},
                {"a", "i IN (4, 6)", "false"},
                {"a", "i IN (4, NULL)", "null"},
                {"a", "i IN (5, NULL)", "true"},
                {"a", "i IN (4, none)", "null"},
                {"a", "none IN (4, 5)", "null"},
                {"a", "i NOT IN (4, 6)", "true"},
                {"a", "i NOT IN (4, 5)", "false"},
                {"a", "i NOT IN (4, NULL)", "null"},
                {"a", "i NOT IN (5, none)", "false"},
                {"a", "none NOT IN (4, 5)", "null"},
                {"a", "s IN ('web', 'mail')", "true"},
                {"a", "s NOT IN ('Web', 'mail')", "true"},
                {"a", "s NOT IN ('mail', nothing)", "null"},
                {"a", "nothing IN ('mail', 'web')", "null"}});
}

TEST_P(ConformanceTest, BetweenWithNulls) {
  Table(Logic::Columns(), Logic::Rows());
  ExpectValues({{"a", "i BETWEEN 5 AND 5", "true"},
                {"a", "i BETWEEN 6 AND 4", "false"},
                {"a", "i BETWEEN 4 AND none", "null"},
                {"a", "i BETWEEN 6 AND none", "false"},
                {"a", "i BETWEEN none AND 4", "false"},
                {"a", "none BETWEEN 1 AND 9", "null"},
                {"a", "i NOT BETWEEN 6 AND 9", "true"},
                {"a", "i NOT BETWEEN 6 AND none", "true"},
                {"a", "i NOT BETWEEN 4 AND none", "null"},
                {"a", "s BETWEEN 'a' AND 'x'", "true"},
                {"a", "s BETWEEN 'A' AND 'Z'", "false"}});
}

TEST_P(ConformanceTest, Case) {
  Table(Logic::Columns(), Logic::Rows());
  ExpectValues({{"a", "CASE WHEN no THEN 1 END", "null"},
                {"a", "CASE WHEN unknown THEN 1 ELSE 2 END", "2"},
                {"a", "CASE WHEN yes THEN 1 WHEN yes THEN 2 END", "1"},
                {"a", "CASE WHEN unknown THEN 'x' WHEN i = 5 THEN 'five' END", "five"},
                {"a", "CASE WHEN yes THEN s ELSE 'other' END", "web"},
                {"a", "CASE WHEN no THEN s ELSE 'other' END", "other"},
                {"a", "CASE WHEN yes THEN NULL ELSE 2 END", "null"},
                {"a", "CASE WHEN yes THEN 1 ELSE 2.50 END", "1.00"},
                {"a", "CASE WHEN yes THEN 1 ELSE 2.5e0 END / 2", "0.5"}});
}

TEST_P(ConformanceTest, CoalesceAndNullif) {
  Table(Logic::Columns(), Logic::Rows());
  ExpectValues({{"a", "coalesce(none, i)", "5"},
                {"a", "coalesce(none, NULL, 7)", "7"},
                {"a", "coalesce(none, none)", "null"},
                {"a", "coalesce(nothing, s)", "web"},
                {"a", "coalesce(nothing, 'none')", "none"},
                {"a", "coalesce(unknown, no)", "false"},
                {"a", "coalesce(i, 1.25)", "5.00"},
                {"a", "nullif(i, 5)", "null"},
                {"a", "nullif(i, 4)", "5"},
                {"a", "nullif(i, none)", "5"},
                {"a", "nullif(none, 5)", "null"},
                {"a", "nullif(s, 'web')", "null"},
                {"a", "nullif(s, 'WEB')", "web"}});
}

TEST_P(ConformanceTest, LeastAndGreatestLeaveNullsOut) {
  Table(Logic::Columns(), Logic::Rows());
  ExpectValues({{"a", "least(i, 3, 9)", "3"},
                {"a", "greatest(i, 3, 9)", "9"},
                {"a", "least(i, none)", "5"},
                {"a", "greatest(none, i)", "5"},
                {"a", "least(none, none)", "null"},
                {"a", "greatest(none, none)", "null"},
                {"a", "least(i, 5.5)", "5.0"},
                {"a", "greatest(s, nothing, 'Z')", "web"},
                {"a", "least(s, nothing, 'Z')", "Z"}});
}

}  // namespace
}  // namespace madad::conformance
