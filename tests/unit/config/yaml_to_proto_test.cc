// Field types that no catalog has yet.
#include "config/yaml_to_proto.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/wrappers.pb.h>

namespace madad::config {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Reads `text` into `message` and returns the problems.
std::vector<std::string> Read(std::string_view text, google::protobuf::Message& message) {
  ProblemLog log("f");
  const std::optional<YamlTree> tree = ParseYaml(text, log);
  if (tree.has_value()) YamlToProto(*tree->root, message, log);
  std::vector<std::string> lines;
  for (const ConfigProblem& problem : log.Take()) lines.push_back(problem.ToString());
  return lines;
}

TEST(YamlToProtoTest, ReadsIntegers) {
  google::protobuf::Duration duration;
  EXPECT_THAT(Read("{seconds: -9223372036854775808, nanos: 0x}", duration),
              ElementsAre("f:1:40: nanos: expected a whole number of at most 32 bits, found '0x'"));
  EXPECT_EQ(duration.seconds(), std::numeric_limits<int64_t>::min());
  EXPECT_THAT(Read("{seconds: 1, nanos: 7}", duration), IsEmpty());
  EXPECT_EQ(duration.nanos(), 7);
}

TEST(YamlToProtoTest, RefusesIntegersThatDoNotFit) {
  google::protobuf::Duration duration;
  EXPECT_THAT(
      Read("nanos: 3000000000", duration),
      ElementsAre("f:1:8: nanos: expected a whole number of at most 32 bits, found '3000000000'"));
  EXPECT_THAT(Read("seconds: 1.5", duration),
              ElementsAre("f:1:10: seconds: expected a whole number of at most 64 bits, found "
                          "'1.5'"));
}

TEST(YamlToProtoTest, ReadsNumbers) {
  google::protobuf::DoubleValue number;
  EXPECT_THAT(Read("value: 2.5e3", number), IsEmpty());
  EXPECT_EQ(number.value(), 2500.0);
  for (const std::string text : {"nan", "1e999", "x", "[]", ""}) {
    EXPECT_THAT(Read("value: " + text, number), ::testing::SizeIs(1)) << text;
  }
}

TEST(YamlToProtoTest, ReadsListsOfMessagesAndNumbers) {
  google::protobuf::DescriptorProto type;
  EXPECT_THAT(Read("{field: [{name: a}, {name: b, number: 2}], reserved_name: [x]}", type),
              IsEmpty());
  ASSERT_EQ(type.field_size(), 2);
  EXPECT_EQ(type.field(1).number(), 2);
  EXPECT_THAT(type.reserved_name(), ElementsAre("x"));
  google::protobuf::FileDescriptorProto file;
  EXPECT_THAT(Read("public_dependency: [1, 2, x]", file),
              ElementsAre("f:1:27: public_dependency[2]: expected a whole number of at most 32 "
                          "bits, found 'x'"));
  EXPECT_THAT(file.public_dependency(), ElementsAre(1, 2));
}

TEST(YamlToProtoTest, RefusesFieldTypesItCannotRead) {
  google::protobuf::UInt64Value number;
  EXPECT_THAT(Read("value: 1", number),
              ElementsAre("f:1:8: value: a uint64 cannot be written in a catalog"));
}

}  // namespace
}  // namespace madad::config
