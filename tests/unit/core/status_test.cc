#include "core/status.h"

#include "absl/strings/cord.h"

#include "support/status_matchers.h"

namespace madad::core {
namespace {

using ::madad::testing::StatusIs;

ErrorDetail Awkward() {
  return {"METRIC_UNKNOWN",
          {{"name", "a:b\n3:xyz"}, {"", "empty key"}, {"zero", std::string("a\0b", 3)}, {"e", ""}},
          "metrics[0]"};
}

TEST(StatusTest, ErrorKeepsCodeMessageAndDetail) {
  const absl::Status status = Error(absl::StatusCode::kNotFound, "no such metric", Awkward());
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound, "no such metric"));
  const ErrorDetail detail = DetailOf(status);
  EXPECT_EQ(detail.reason, "METRIC_UNKNOWN");
  EXPECT_EQ(detail.metadata, Awkward().metadata);
  EXPECT_EQ(detail.field, "metrics[0]");
}

TEST(StatusTest, DetailIsEmptyWithoutOne) {
  EXPECT_EQ(DetailOf(absl::OkStatus()).reason, "");
  EXPECT_EQ(DetailOf(absl::InternalError("plain")).reason, "");
}

TEST(StatusTest, DetailIsEmptyWhenItsBytesAreDamaged) {
  const absl::Status whole = Error(absl::StatusCode::kNotFound, "m", Awkward());
  whole.ForEachPayload([](absl::string_view url, const absl::Cord& payload) {
    const std::string bytes(payload);
    for (const std::string& damaged :
         {bytes.substr(0, bytes.size() - 1), "x" + bytes, std::string("99999999999999999999:a"),
          std::string("5:abc"), std::string("-1:"), std::string(":"), std::string("1:a1:b1:k")}) {
      absl::Status status = absl::NotFoundError("m");
      status.SetPayload(url, absl::Cord(damaged));
      EXPECT_EQ(DetailOf(status).reason, "") << damaged;
    }
  });
}

TEST(StatusTest, AnnotatePutsThePrefixFirstAndKeepsTheDetail) {
  absl::Status status = Error(absl::StatusCode::kNotFound, "no such metric", Awkward());
  status.SetPayload("example/other", absl::Cord("kept"));
  const absl::Status annotated = Annotate(status, "filter: ");
  EXPECT_THAT(annotated, StatusIs(absl::StatusCode::kNotFound, "filter: no such metric"));
  EXPECT_EQ(DetailOf(annotated).metadata, Awkward().metadata);
  EXPECT_EQ(annotated.GetPayload("example/other"), absl::Cord("kept"));
  MADAD_EXPECT_OK(Annotate(absl::OkStatus(), "filter: "));
}

absl::StatusOr<int> Half(int number) {
  if (number % 2 != 0) return absl::InvalidArgumentError("odd");
  return number / 2;
}

absl::StatusOr<int> Quarter(int number) {
  MADAD_ASSIGN_OR_RETURN(const int half, Half(number));
  MADAD_RETURN_IF_ERROR(Half(half).status());
  return half / 2;
}

TEST(StatusTest, MacrosReturnTheFirstError) {
  EXPECT_EQ(Quarter(12).value(), 3);
  EXPECT_THAT(Quarter(7), StatusIs(absl::StatusCode::kInvalidArgument, "odd"));
  EXPECT_THAT(Quarter(6), StatusIs(absl::StatusCode::kInvalidArgument, "odd"));
}

}  // namespace
}  // namespace madad::core
