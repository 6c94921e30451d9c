// Random fields of the dataset.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

#include "engines/dataset.h"

namespace madad::engines {

using Field = std::optional<std::string>;

// The same fields for the same seed.
class Maker {
 public:
  explicit Maker(uint32_t seed) : random_(seed) {}

  int Below(int limit) { return static_cast<int>(random_() % static_cast<uint32_t>(limit)); }
  bool OneIn(int n) { return Below(n) == 0; }
  template <typename T>
  const T& Any(const std::vector<T>& of) {
    return of[static_cast<size_t>(Below(static_cast<int>(of.size())))];
  }

  Field Text(int nulls = 8) {
    if (OneIn(nulls)) return std::nullopt;
    return Any(OddTexts());
  }
  // A local time of 2024, often around the days when Israel's and America's clocks change.
  absl::CivilSecond Time() {
    static const std::vector<absl::CivilDay> changes = {
        absl::CivilDay(2024, 2, 29), absl::CivilDay(2024, 3, 10), absl::CivilDay(2024, 3, 29),
        absl::CivilDay(2024, 10, 27), absl::CivilDay(2024, 11, 3)};
    const absl::CivilDay day =
        OneIn(3) ? Any(changes) + (Below(3) - 1) : absl::CivilDay(2024) + Below(366);
    return absl::CivilSecond(day) + Below(86'400);
  }
  Field After(const Field& start, absl::CivilSecond from, int one_in) {
    if (!start || OneIn(one_in)) return std::nullopt;
    // Sometimes before it.
    return Shown(from + (Below(40 * 86'400) - 86'400));
  }
  std::string Shown(absl::CivilSecond time) {
    std::string text = absl::FormatCivilTime(time);
    text[10] = ' ';
    return OneIn(4) ? absl::StrCat(text, absl::StrFormat(".%06d", Below(1'000'000))) : text;
  }
  // An amount from `least` up to `most`, in hundredths.
  Field Amount(int least, int most, int nulls) {
    if (OneIn(nulls)) return std::nullopt;
    return absl::StrFormat("%d.%02d", Below(most - least) + least, Below(100));
  }

 private:
  std::mt19937 random_;
};

}  // namespace madad::engines
