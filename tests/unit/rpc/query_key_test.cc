// Two queries share an answer only when nothing in them differs.
#include "rpc/answers/query_key.h"

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/protobuf/descriptor.h"

#include "rpc/convert.h"
#include "support/status_matchers.h"

namespace madad::rpc {
namespace {

using google::protobuf::FieldDescriptor;

core::Query Base() {
  core::Query query;
  query.metrics = {"t.a"};
  return query;
}

std::string KeyOf(const core::Query& query) { return QueryKey(query, core::Catalog()); }

// Sets `field` of `request` to something that is not its default.
void SetSomething(const FieldDescriptor& field, google::protobuf::Message& request) {
  const google::protobuf::Reflection& reflection = *request.GetReflection();
  if (field.is_map()) {
    (*dynamic_cast<v1::QueryRequest&>(request).mutable_parameters())["p"] = "1";
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    auto* part = field.is_repeated() ? reflection.AddMessage(&request, &field)
                                     : reflection.MutableMessage(&request, &field);
    const FieldDescriptor& text = *part->GetDescriptor()->field(0);
    part->GetReflection()->SetString(part, &text, "2024-01-01");
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    if (field.is_repeated()) {
      reflection.AddString(&request, &field, "something");
    } else {
      reflection.SetString(&request, &field, "something");
    }
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
    reflection.SetBool(&request, &field, true);
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    reflection.SetEnumValue(&request, &field, 1);
  } else {
    reflection.SetInt64(&request, &field, 7);
  }
}

// A field that were added to the request, and forgotten in the conversion or in
// the key, would give a query another one's answer.
TEST(QueryKeyTest, EveryFieldOfTheRequestMakesADifference) {
  v1::QueryRequest plain;
  plain.add_metrics("t.a");
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Query base, ToQuery(plain));
  const auto& descriptor = *v1::QueryRequest::descriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    v1::QueryRequest request = plain;
    SetSomething(*descriptor.field(i), request);
    MADAD_ASSERT_OK_AND_ASSIGN(const core::Query query, ToQuery(request));
    EXPECT_NE(KeyOf(query), KeyOf(base)) << descriptor.field(i)->name();
  }
}

TEST(QueryKeyTest, PartsOfFieldsMakeADifference) {
  std::set<std::string> keys = {KeyOf(Base())};
  const auto differs = [&](const std::function<void(core::Query&)>& change) {
    core::Query query = Base();
    change(query);
    return keys.insert(KeyOf(query)).second;
  };
  EXPECT_TRUE(differs([](auto& query) { query.to = core::Timestamp{0}; }));
  EXPECT_TRUE(differs([](auto& query) { query.from = core::Timestamp{0}; }));
  EXPECT_TRUE(differs([](auto& query) { query.order = {{"x", false}}; }));
  EXPECT_TRUE(differs([](auto& query) { query.order = {{"x", true}}; }));
  EXPECT_TRUE(differs([](auto& query) { query.dimensions = {"ab", "c"}; }));
  EXPECT_TRUE(differs([](auto& query) { query.dimensions = {"a", "bc"}; }));
  EXPECT_TRUE(differs([](auto& query) { query.metrics = {"t.a", "ab", "c"}; }));
  EXPECT_TRUE(differs([](auto& query) { query.parameters = {{"p", "12"}}; }));
  EXPECT_TRUE(differs([](auto& query) { query.parameters = {{"p1", "2"}}; }));
  EXPECT_TRUE(differs([](auto& query) { query.filter = "a = ' '"; }));
  EXPECT_TRUE(differs([](auto& query) { query.filter = "a = '  '"; }));
}

TEST(QueryKeyTest, WhatTheCatalogFillsInIsTheSame) {
  core::Catalog catalog;
  catalog.calendar.timezone = "Asia/Jerusalem";
  catalog.calendar.week_start = core::WeekStart::kSunday;
  core::Query written = Base();
  written.timezone = "Asia/Jerusalem";
  written.week_start = "sunday";
  written.filter = " ";
  EXPECT_EQ(QueryKey(written, catalog), QueryKey(Base(), catalog));
  EXPECT_NE(QueryKey(written, core::Catalog()), QueryKey(Base(), core::Catalog()));
}

TEST(DefinitionsNumbersTest, AreNotUsedAgain) {
  const auto make = [] {
    return std::make_shared<const core::Definitions>(core::Catalog(),
                                                     std::vector<core::MetricDefinition>());
  };
  DefinitionsNumbers numbers;
  std::set<uint64_t> seen;
  for (int i = 0; i < 100; ++i) {
    // The last one's memory is free by now and may be given out again.
    auto definitions = make();
    const uint64_t number = numbers.Of(definitions);
    EXPECT_EQ(numbers.Of(definitions), number);
    EXPECT_TRUE(seen.insert(number).second);
  }
}

}  // namespace
}  // namespace madad::rpc
