// Arithmetic of int64, decimal and double.
#include "conformance/fixture.h"

namespace madad::conformance {
namespace {

using core::Type;

// Row `a` has small numbers, `most` and `least` the largest and smallest.
std::vector<core::Column> Columns() {
  return {{.name = "i", .type = Type::kInt64},
          {.name = "zero", .type = Type::kInt64},
          {.name = "m", .type = Type::kDecimal, .scale = 2},
          {.name = "n", .type = Type::kDecimal, .scale = 4},
          {.name = "d", .type = Type::kDouble}};
}

std::vector<Row> Rows() {
  return {
      {"a", "7", "0", "2.50", "0.1250", "0.5"},
      {"negative", "-7", "0", "-2.50", "-0.1250", "-0.5"},
      {"most", "9223372036854775807", "0", "9999999999999999.99", "99999999999999.9999", "1e300"},
      {"least", "-9223372036854775808", "0", "-9999999999999999.99", "-99999999999999.9999",
       "-1e300"},
      {"exact", "9007199254740993", "0", "90071992547409.93", "0.0001", "0.1"}};
}

TEST_P(ConformanceTest, DivisionIsDoubleAndNullOnZero) {
  Table(Columns(), Rows());
  ExpectValues({{"a", "i / 2", "3.5"},
                {"a", "6 / 4", "1.5"},
                {"a", "i / zero", "null"},
                {"a", "zero / zero", "null"},
                {"a", "m / zero", "null"},
                {"a", "m / 0.00", "null"},
                {"a", "d / 0e0", "null"},
                {"a", "m / n", "20"},
                {"a", "m / 4", "0.625"},
                {"a", "zero / i", "0"},
                {"negative", "i / 2", "-3.5"},
                {"a", "i / 2 / 2", "1.75"},
                {"a", "i / (i - 7)", "null"}});
}

TEST_P(ConformanceTest, RoundingToDecimals) {
  Table(Columns(), Rows());
  ExpectValues({{"a", "round(n, 2)", "0.13"},
                {"negative", "round(n, 2)", "-0.13"},
                {"a", "round(n, 9)", "0.1250"},
                {"a", "round(0.125e0, 2)", "0.13"},
                {"a", "round(i, 2)", "7"}});
}

TEST_P(ConformanceTest, WholeNumbers) {
  Table(Columns(), Rows());
  ExpectValues({{"a", "i + 2 * 3", "13"},
                {"a", "(i + 2) * 3", "27"},
                {"a", "i - 10 - 1", "-4"},
                {"a", "-i", "-7"},
                {"a", "abs(i)", "7"},
                {"negative", "abs(i)", "7"},
                {"exact", "i + 0", "9007199254740993"},
                {"exact", "i * 1 - 1", "9007199254740992"},
                {"exact", "i = 9007199254740992", "false"},
                {"most", "i - 1", "9223372036854775806"},
                {"least", "i + 1", "-9223372036854775807"},
                {"least", "i = -9223372036854775808", "true"}});
}

TEST_P(ConformanceTest, WholeNumbersThatDoNotFit) {
  Table(Columns(), Rows());
  ExpectValues({{"most", "i + 1", kOverflow},
                {"least", "i - 1", kOverflow},
                {"most", "i * 2", kOverflow},
                {"least", "-i", kOverflow},
                {"least", "abs(i)", kOverflow}});
}

TEST_P(ConformanceTest, Decimals) {
  Table(Columns(), Rows());
  ExpectValues({{"a", "m + n", "2.6250"},
                {"a", "m - 1", "1.50"},
                {"a", "m + 0.005", "2.505"},
                {"a", "m * n", "0.312500"},
                {"a", "m * 2", "5.00"},
                {"a", "m * m * m", "15.625000"},
                {"a", "-m", "-2.50"},
                {"negative", "abs(m)", "2.50"},
                {"a", "m * d", "1.25"},
                {"a", "m + d", "3"},
                {"a", "m = 2.5", "true"},
                {"a", "m > i", "false"},
                {"a", "m < 2.500001", "true"},
                {"a", "m IN (2.5, 3)", "true"},
                {"a", "n BETWEEN 0.125 AND 1", "true"},
                {"exact", "m * 100", "9007199254740993.00"},
                {"exact", "m + 0.01 - 0.01", "90071992547409.93"},
                {"most", "m - 0.01", "9999999999999999.98"}});
}

TEST_P(ConformanceTest, DecimalsThatDoNotFit) {
  Table(Columns(), Rows());
  ExpectValues({{"most", "m * 1000", kOverflow},
                {"most", "m * m", kOverflow},
                {"most", "m * n", kOverflow},
                {"least", "m * 1000", kOverflow}});
}

TEST_P(ConformanceTest, Doubles) {
  Table(Columns(), Rows());
  ExpectValues({{"a", "d + 0.25e0", "0.75"},
                {"a", "d * i", "3.5"},
                {"a", "-d", "-0.5"},
                {"negative", "abs(d)", "0.5"},
                {"a", "d = 0.5", "true"},
                {"a", "d < i", "true"},
                {"exact", "d = 0.1e0", "true"},
                {"exact", "d * 3 > 0.3e0", "true"},
                {"most", "d / 1e300", "1"}});
}

TEST_P(ConformanceTest, RoundsHalfAwayFromZero) {
  Table(Columns(), Rows());
  ExpectValues({{"a", "round(m)", "3"},
                {"negative", "round(m)", "-3"},
                {"a", "round(m + 1)", "4"},
                {"a", "round(m - 0.01)", "2"},
                {"a", "round(d)", "1"},
                {"negative", "round(d)", "-1"},
                {"a", "round(d + 2)", "3"},
                {"a", "round(i)", "7"}});
}

}  // namespace
}  // namespace madad::conformance
