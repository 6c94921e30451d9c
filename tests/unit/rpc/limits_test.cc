// Everything whose size a client chooses has a bound, and says so.
#include "rpc/limits.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/status.h"
#include "rpc/convert.h"
#include "support/status_matchers.h"

namespace madad::rpc {
namespace {

struct Case {
  std::string name;
  // Makes the request exactly as large as is allowed; with 1 more it is not.
  std::function<void(v1::QueryRequest&, int more)> fill;
  std::string reason;
  std::string field;
};

// A case for a text of at most `limit` bytes.
Case Text(const std::string& field, size_t limit,
          const std::function<void(v1::QueryRequest&, const std::string&)>& set) {
  return {field,
          [limit, set](v1::QueryRequest& request, int more) {
            set(request, std::string(limit + static_cast<size_t>(more), 'x'));
          },
          "TEXT_TOO_LONG", field};
}

std::vector<Case> Cases() {
  return {
      {"metrics",
       [](v1::QueryRequest& request, int more) {
         for (int i = 0; i < 50 + more; ++i) request.add_metrics("m");
       },
       "TOO_MANY_METRICS", "metrics"},
      {"dimensions",
       [](v1::QueryRequest& request, int more) {
         for (int i = 0; i < 8 + more; ++i) request.add_dimensions("d");
       },
       "TOO_MANY_DIMENSIONS", "dimensions"},
      {"order",
       [](v1::QueryRequest& request, int more) {
         for (int i = 0; i < 16 + more; ++i) request.add_order()->set_column("c");
       },
       "TOO_MANY_ORDERS", "order"},
      {"parameters",
       [](v1::QueryRequest& request, int more) {
         for (int i = 0; i < 32 + more; ++i) (*request.mutable_parameters())[std::to_string(i)];
       },
       "TOO_MANY_PARAMETERS", "parameters"},
      Text("metrics", kMaxMetricId, [](auto& request, auto& text) { request.add_metrics(text); }),
      Text("dimensions", kMaxName, [](auto& request, auto& text) { request.add_dimensions(text); }),
      Text("order", kMaxMetricId,
           [](auto& request, auto& text) { request.add_order()->set_column(text); }),
      Text("parameters", kMaxName,
           [](auto& request, auto& text) { (*request.mutable_parameters())[text] = "1"; }),
      Text("parameters", kMaxParameterValue,
           [](auto& request, auto& text) { (*request.mutable_parameters())["p"] = text; }),
      Text("filter", kMaxFilter, [](auto& request, auto& text) { request.set_filter(text); }),
      Text("range.from", kMaxName,
           [](auto& request, auto& text) { request.mutable_range()->set_from(text); }),
      Text("range.to", kMaxName,
           [](auto& request, auto& text) { request.mutable_range()->set_to(text); }),
      Text("timezone", kMaxName, [](auto& request, auto& text) { request.set_timezone(text); }),
      Text("week_start", kMaxName, [](auto& request, auto& text) { request.set_week_start(text); }),
      Text("as_of", kMaxName, [](auto& request, auto& text) { request.set_as_of(text); }),
      Text("during", kMaxName, [](auto& request, auto& text) { request.set_during(text); }),
  };
}

TEST(LimitsTest, TheLimitItselfIsTakenAndOneMoreIsNot) {
  for (const Case& one : Cases()) {
    v1::QueryRequest within;
    one.fill(within, 0);
    MADAD_EXPECT_OK(CheckLimits(within)) << one.name;
    v1::QueryRequest beyond;
    one.fill(beyond, 1);
    const absl::Status status = CheckLimits(beyond);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << one.name;
    EXPECT_EQ(core::DetailOf(status).reason, one.reason) << one.name;
    EXPECT_EQ(core::DetailOf(status).field, one.field) << one.name;
    EXPECT_EQ(core::DetailOf(status).metadata.count("limit"), 1u) << one.name;
    EXPECT_EQ(ToQuery(beyond).status(), status) << "a query is converted only within the limits";
  }
}

TEST(LimitsTest, EveryTextAndListOfTheRequestHasACase) {
  std::set<std::string> covered;
  for (const Case& one : Cases()) covered.insert(one.field.substr(0, one.field.find('.')));
  const auto& fields = *v1::QueryRequest::descriptor();
  for (int i = 0; i < fields.field_count(); ++i) {
    const auto& field = *fields.field(i);
    const bool sized = field.is_repeated() ||
                       field.cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING ||
                       field.cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE;
    EXPECT_TRUE(!sized || covered.contains(field.name())) << field.name();
  }
}

}  // namespace
}  // namespace madad::rpc
