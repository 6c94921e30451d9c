#include "adapters/sql/batch.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace madad::adapters::sql {

namespace {

constexpr std::array<Int128, 39> PowersOfTen() {
  std::array<Int128, 39> powers{1};
  for (size_t n = 1; n < powers.size(); ++n) powers[n] = 10 * powers[n - 1];
  return powers;
}

}  // namespace

Int128 PowerOfTen(int n) {
  static constexpr std::array<Int128, 39> kPowers = PowersOfTen();
  return kPowers.at(static_cast<size_t>(n));
}

absl::StatusOr<Int128> ParseDecimal(std::string_view text, int32_t scale) {
  const auto refuse = [&](const char* why) {
    return absl::Status(absl::StatusCode::kOutOfRange,
                        core::Cat("the number ", text, " ", why, " (scale ", scale, ")"));
  };
  const bool negative = !text.empty() && text.front() == '-';
  size_t i = negative || (!text.empty() && text.front() == '+') ? 1 : 0;
  Int128 value = 0;
  int32_t decimals = -1;
  bool any = false;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '.' && decimals < 0) {
      decimals = 0;
      continue;
    }
    if (c < '0' || c > '9') return refuse("is no decimal");
    any = true;
    if (decimals >= scale) {
      if (c != '0') return refuse("has more decimals than its column declares");
      continue;
    }
    if (value > PowerOfTen(37)) return refuse("has too many digits");
    value = value * 10 + (c - '0');
    if (decimals >= 0) ++decimals;
  }
  if (!any) return refuse("is no decimal");
  for (int32_t missing = scale - std::max(decimals, 0); missing > 0; --missing) {
    if (value > PowerOfTen(37)) return refuse("has too many digits");
    value *= 10;
  }
  return negative ? -value : value;
}

}  // namespace madad::adapters::sql
