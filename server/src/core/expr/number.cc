#include "core/expr/number.h"

#include <charconv>
#include <cmath>

namespace madad::core {
namespace {

template <typename T>
std::optional<T> Convert(const std::string& text) {
  T value{};
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return value;
}

}  // namespace

std::optional<Value> ParseNumber(const std::string& text) {
  const size_t point = text.find('.');
  const bool exponent = text.find_first_of("eE") != std::string::npos;
  if (point == std::string::npos && !exponent) return Convert<int64_t>(text);
  if (!exponent) {
    std::string digits = text;
    digits.erase(point, 1);
    const size_t scale = digits.size() - point;
    const std::optional<int64_t> unscaled = Convert<int64_t>(digits);
    if (unscaled && scale <= static_cast<size_t>(kMostScale)) {
      return Decimal{*unscaled, static_cast<int32_t>(scale)};
    }
  }
  return Convert<double>(text);
}

std::optional<double> ToDouble(const Value& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) return static_cast<double>(*number);
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (const auto* number = std::get_if<Decimal>(&value)) {
    return static_cast<double>(number->unscaled) / std::pow(10.0, number->scale);
  }
  return std::nullopt;
}

}  // namespace madad::core
