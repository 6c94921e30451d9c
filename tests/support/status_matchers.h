// Matchers for absl::Status, which Debian's abseil does not ship.
#pragma once

#include <string>

#include <gmock/gmock.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace madad::testing {

inline const absl::Status& AsStatus(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& AsStatus(const absl::StatusOr<T>& status_or) {
  return status_or.status();
}

MATCHER(IsOk, "is OK") {
  *result_listener << AsStatus(arg).ToString();
  return AsStatus(arg).ok();
}

// Matches a status (or StatusOr) of this code whose message matches `message`.
MATCHER_P2(StatusIs, code, message, "has the code and message") {
  *result_listener << AsStatus(arg).ToString();
  return ::testing::Matches(code)(AsStatus(arg).code()) &&
         ::testing::Matches(message)(std::string(AsStatus(arg).message()));
}

}  // namespace madad::testing

#define MADAD_ASSERT_OK(expression) ASSERT_THAT(expression, ::madad::testing::IsOk())
#define MADAD_EXPECT_OK(expression) EXPECT_THAT(expression, ::madad::testing::IsOk())
#define MADAD_TEST_CONCAT_INNER(a, b) a##b
#define MADAD_TEST_CONCAT(a, b) MADAD_TEST_CONCAT_INNER(a, b)
#define MADAD_ASSERT_OK_AND_ASSIGN(lhs, expression) \
  MADAD_ASSERT_OK_AND_ASSIGN_IMPL(MADAD_TEST_CONCAT(or_, __LINE__), lhs, expression)
#define MADAD_ASSERT_OK_AND_ASSIGN_IMPL(tmp, lhs, expression) \
  auto tmp = (expression);                                    \
  ASSERT_THAT(tmp, ::madad::testing::IsOk());                 \
  lhs = std::move(tmp).value()
