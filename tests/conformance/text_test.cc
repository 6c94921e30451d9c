// Text: comparison by code point, LIKE, case.
#include "conformance/fixture.h"

namespace madad::conformance {
namespace {

// One text a row; `other` is the same in each.
std::vector<core::Column> Columns() { return {{.name = "s"}, {.name = "other"}}; }

std::vector<Row> Rows() {
  return {{"lower", "web", "m"},         {"upper", "WEB", "m"},       {"null", std::nullopt, "m"},
          {"space", "web ", "m"},        {"hebrew", "שלום", "m"},     {"emoji", "\U0001F600", "m"},
          {"last", "\uffee", "m"},       {"composed", "\u00e9", "m"}, {"combining", "e\u0301", "m"},
          {"accent", "\u00c9cole", "m"}, {"percent", "100%", "m"},    {"underline", "a_b", "m"},
          {"backslash", "a\\b", "m"},    {"quote", "it's", "m"},      {"lines", "a\nb", "m"}};
}

TEST_P(ConformanceTest, TextComparesByCodePoint) {
  Table(Columns(), Rows());
  ExpectValues({{"upper", "s < 'web'", "true"},
                {"upper", "s = 'web'", "false"},
                {"lower", "s > 'Z'", "true"},
                {"lower", "other < s", "true"},
                {"upper", "s < other", "true"},
                {"hebrew", "s > 'z'", "true"},
                {"hebrew", "s < 'ת'", "true"},
                {"hebrew", "s > 'קום'", "true"},
                {"composed", "s > 'z'", "true"},
                // A code point beyond the 16-bit plane comes after all in it.
                {"emoji", "s > '\uffee'", "true"},
                {"last", "s < '\U0001F600'", "true"},
                {"emoji", "greatest(s, '\uffee')", "\U0001F600"},
                // What looks alike is not the same.
                {"composed", "s = 'e\u0301'", "false"},
                {"combining", "s = '\u00e9'", "false"},
                {"combining", "s < 'f'", "true"},
                {"composed", "s IN ('e', 'e\u0301')", "false"}});
}

TEST_P(ConformanceTest, TextIsComparedWhole) {
  Table(Columns(), Rows());
  ExpectValues({{"space", "s = 'web'", "false"},
                {"space", "s > 'web'", "true"},
                {"space", "s", "web "},
                {"null", "s = ''", "null"},
                {"quote", "s = 'it''s'", "true"},
                {"quote", "s", "it's"},
                {"backslash", "s = 'a\\b'", "true"},
                {"lines", "s = 'a\nb'", "true"}});
}

TEST_P(ConformanceTest, Like) {
  Table(Columns(), Rows());
  ExpectValues({{"lower", "s LIKE 'w%'", "true"},
                {"lower", "s LIKE 'W%'", "false"},
                {"lower", "s LIKE 'we'", "false"},
                {"lower", "s LIKE '%e%'", "true"},
                {"lower", "s LIKE '___'", "true"},
                {"lower", "s LIKE '__'", "false"},
                {"lower", "s NOT LIKE 'm%'", "true"},
                {"null", "s NOT LIKE 'm%'", "null"},
                {"space", "s LIKE 'web'", "false"},
                {"percent", "s LIKE '100_'", "true"},
                {"lines", "s LIKE 'a%b'", "true"},
                {"lines", "s LIKE 'a_b'", "true"}});
}

TEST_P(ConformanceTest, LikeTakesCodePoints) {
  Table(Columns(), Rows());
  ExpectValues({{"hebrew", "s LIKE 'ש_ום'", "true"},
                {"hebrew", "s LIKE '____'", "true"},
                {"hebrew", "s LIKE '_____'", "false"},
                {"hebrew", "s LIKE '%ם'", "true"},
                {"emoji", "s LIKE '_'", "true"},
                {"emoji", "s LIKE '__'", "false"},
                {"composed", "s LIKE '_'", "true"},
                {"composed", "s LIKE 'e%'", "false"},
                {"combining", "s LIKE '__'", "true"},
                {"combining", "s LIKE '_'", "false"},
                {"combining", "s LIKE 'e_'", "true"},
                {"accent", "s LIKE '_cole'", "true"},
                {"accent", "s LIKE '\u00e9cole'", "false"}});
}

TEST_P(ConformanceTest, ABackslashInAPatternIsABackslash) {
  Table(Columns(), Rows());
  ExpectValues({{"backslash", "s LIKE 'a\\b'", "true"},
                {"backslash", "s LIKE '_\\_'", "true"},
                {"backslash", "s LIKE '%\\%'", "true"},
                {"percent", "s LIKE '100\\%'", "false"},
                {"underline", "s LIKE 'a\\_b'", "false"}});
}

TEST_P(ConformanceTest, LowerAndUpper) {
  Table(Columns(), Rows());
  ExpectValues({{"upper", "lower(s)", "web"},
                {"lower", "upper(s)", "WEB"},
                {"accent", "lower(s)", "\u00e9cole"},
                {"accent", "upper(s)", "\u00c9COLE"},
                {"hebrew", "upper(s)", "שלום"},
                {"emoji", "lower(s)", "\U0001F600"},
                {"null", "lower(s)", "null"},
                {"upper", "lower(s) = 'web'", "true"},
                {"upper", "lower(s) LIKE 'w%'", "true"}});
}

TEST_P(ConformanceTest, SmallestAndLargestText) {
  Table(Columns(), Rows());
  ExpectAggregates({{"min(s)", "100%", ""},
                    {"max(s)", "\U0001F600", ""},
                    {"max(s)", "\uffee", "s < '\U0001F600'"},
                    {"min(s)", "WEB", "s IN ('web', 'WEB')"},
                    {"max(s)", "web ", "lower(s) LIKE 'web%'"},
                    {"count(DISTINCT s)", "14", ""},
                    {"count(DISTINCT lower(s))", "13", ""},
                    {"count(DISTINCT s)", "2", "s IN ('\u00e9', 'e\u0301')"}});
}

}  // namespace
}  // namespace madad::conformance
