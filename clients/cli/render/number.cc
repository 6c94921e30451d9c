#include "cli/render/number.h"

#include <array>
#include <charconv>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace madad::cli {
namespace {

constexpr double kTooLargeForDecimals = 1e15;

// `-0.00` would make a reader look for a loss that is not there.
bool IsNegativeZero(std::string_view number) {
  return number.starts_with('-') && number.find_first_not_of("-0.") == std::string_view::npos;
}

}  // namespace

std::string ShortestDouble(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return std::string(buffer.data(), end);
}

std::string ShownDouble(double value) {
  constexpr int kDigits = 6;
  const double magnitude = std::abs(value);
  if (!(magnitude >= 1e-4 && magnitude < kTooLargeForDecimals)) {
    return std::isfinite(value) ? absl::StrFormat("%.*g", kDigits, value) : ShortestDouble(value);
  }
  const int decimals =
      std::max(0, kDigits - 1 - static_cast<int>(std::floor(std::log10(magnitude))));
  std::string text = FixedDouble(value, decimals);
  if (decimals == 0) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string DecimalText(int64_t unscaled, int32_t scale) {
  const bool negative = unscaled < 0;
  // Negating in unsigned arithmetic also holds for the smallest value.
  const uint64_t magnitude =
      negative ? 0 - static_cast<uint64_t>(unscaled) : static_cast<uint64_t>(unscaled);
  std::string digits = absl::StrCat(magnitude);
  if (scale <= 0) {
    if (magnitude != 0) digits.append(static_cast<size_t>(-scale), '0');
  } else {
    const auto decimals = static_cast<size_t>(scale);
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    digits.insert(digits.size() - decimals, ".");
  }
  return negative ? "-" + digits : digits;
}

std::string FixedDouble(double value, int decimals) {
  if (!std::isfinite(value) || std::abs(value) >= kTooLargeForDecimals) {
    return ShortestDouble(value);
  }
  std::string text = absl::StrFormat("%.*f", decimals, value);
  if (IsNegativeZero(text)) text.erase(0, 1);
  return GroupThousands(text);
}

std::string GroupThousands(std::string_view number) {
  const size_t start = number.starts_with('-') ? 1 : 0;
  const size_t stop = std::min(number.find('.'), number.size());
  if (number.substr(start).find_first_not_of("0123456789.") != std::string_view::npos) {
    return std::string(number);
  }
  std::string out(number.substr(0, start));
  for (size_t i = start; i < stop; ++i) {
    if (i != start && (stop - i) % 3 == 0) out.push_back(',');
    out.push_back(number[i]);
  }
  out.append(number.substr(stop));
  return out;
}

std::string PercentText(double fraction) { return FixedDouble(fraction * 100, 2) + " %"; }

}  // namespace madad::cli
