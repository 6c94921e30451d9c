// The conventions that the public protos keep.
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_join.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"

namespace madad::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::EnumDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using ::testing::IsEmpty;

class ApiTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::ifstream in(MADAD_DESCRIPTORS, std::ios::binary);
    google::protobuf::FileDescriptorSet set;
    ASSERT_TRUE(set.ParseFromIstream(&in)) << MADAD_DESCRIPTORS;
    for (const auto& file : set.file()) {
      const FileDescriptor* built = pool_.BuildFile(file);
      ASSERT_NE(built, nullptr) << file.name();
      if (file.name().starts_with("madad/")) files_.push_back(built);
    }
    ASSERT_GE(files_.size(), 5u);
  }

  // Calls `visit` with every message, nested ones too.
  template <typename Visit>
  static void EachMessage(const FileDescriptor& file, Visit visit) {
    for (int i = 0; i < file.message_type_count(); ++i) Each(*file.message_type(i), visit);
  }
  template <typename Visit>
  static void Each(const Descriptor& message, Visit visit) {
    if (message.options().map_entry()) return;
    visit(message);
    for (int i = 0; i < message.nested_type_count(); ++i) Each(*message.nested_type(i), visit);
  }
  template <typename Visit>
  void EachEnum(Visit visit) const {
    for (const FileDescriptor* file : files_) {
      for (int i = 0; i < file->enum_type_count(); ++i) visit(*file->enum_type(i));
      EachMessage(*file, [&](const Descriptor& message) {
        for (int i = 0; i < message.enum_type_count(); ++i) visit(*message.enum_type(i));
      });
    }
  }
  template <typename Visit>
  void EachMethod(Visit visit) const {
    for (const FileDescriptor* file : files_) {
      for (int s = 0; s < file->service_count(); ++s) {
        for (int i = 0; i < file->service(s)->method_count(); ++i) {
          visit(*file->service(s)->method(i));
        }
      }
    }
  }

  template <typename Element>
  void NeedsComment(const Element& element) {
    google::protobuf::SourceLocation location;
    const bool found = element.GetSourceLocation(&location);
    if (!found || (location.leading_comments.empty() && location.trailing_comments.empty())) {
      bare_.push_back(element.full_name());
    }
  }

  DescriptorPool pool_;
  std::vector<const FileDescriptor*> files_;
  std::vector<std::string> bare_;  // without a comment
};

std::string UpperSnake(const std::string& name) {
  std::string out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z' && !out.empty()) out += '_';
    out += static_cast<char>(std::toupper(c));
  }
  return out;
}

TEST_F(ApiTest, EverythingIsInOnePackage) {
  for (const FileDescriptor* file : files_) EXPECT_EQ(file->package(), "madad.v1") << file->name();
}

TEST_F(ApiTest, EveryMethodHasARequestAndAResponseOfItsOwn) {
  EachMethod([](const MethodDescriptor& method) {
    EXPECT_EQ(method.input_type()->full_name(), "madad.v1." + method.name() + "Request");
    EXPECT_EQ(method.output_type()->full_name(), "madad.v1." + method.name() + "Response");
    EXPECT_TRUE(method.service()->name().ends_with("Service"));
  });
}

TEST_F(ApiTest, EveryEnumBeginsUnspecifiedAndCarriesItsName) {
  int enums = 0;
  EachEnum([&](const EnumDescriptor& one) {
    ++enums;
    const std::string prefix = UpperSnake(one.name()) + "_";
    EXPECT_EQ(one.value(0)->name(), prefix + "UNSPECIFIED");
    EXPECT_EQ(one.value(0)->number(), 0);
    for (int i = 0; i < one.value_count(); ++i) {
      EXPECT_TRUE(one.value(i)->name().starts_with(prefix)) << one.value(i)->full_name();
    }
  });
  EXPECT_GE(enums, 5);
}

TEST_F(ApiTest, EveryElementHasAComment) {
  for (const FileDescriptor* file : files_) {
    EachMessage(*file, [&](const Descriptor& message) {
      NeedsComment(message);
      for (int i = 0; i < message.field_count(); ++i) NeedsComment(*message.field(i));
    });
    for (int s = 0; s < file->service_count(); ++s) NeedsComment(*file->service(s));
  }
  EachMethod([&](const MethodDescriptor& method) { NeedsComment(method); });
  EachEnum([&](const EnumDescriptor& one) {
    NeedsComment(one);
    // The first says nothing, by convention.
    for (int i = 1; i < one.value_count(); ++i) NeedsComment(*one.value(i));
  });
  EXPECT_THAT(bare_, IsEmpty()) << absl::StrJoin(bare_, "\n");
}

}  // namespace
}  // namespace madad::rpc
