#include "config/yaml_scalar.h"

#include <cmath>

#include <google/protobuf/descriptor.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "core/names.h"

namespace madad::config {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::Reflection;
using Kind = YamlNode::Kind;

// Sets or appends `value` by the two members of Reflection that do so.
template <typename T, typename Set, typename Add>
void Store(const FieldDescriptor& field, Message& message, T value, Set set, Add add) {
  const Reflection& reflection = *message.GetReflection();
  if (field.is_repeated()) {
    (reflection.*add)(&message, &field, std::move(value));
  } else {
    (reflection.*set)(&message, &field, std::move(value));
  }
}

std::string ReadText(const YamlNode& node, const FieldDescriptor& field, Message& message) {
  if (node.kind == Kind::kNull) {
    return "expected text, found nothing or null; quote it when it is meant as text";
  }
  if (node.kind != Kind::kScalar) return ExpectedFound("text", node);
  if (node.text.find('\0') != std::string::npos) return "the text holds a NUL character";
  Store(field, message, node.text, &Reflection::SetString, &Reflection::AddString);
  return "";
}

std::string ReadBool(const YamlNode& node, const FieldDescriptor& field, Message& message) {
  if (node.kind != Kind::kScalar || (node.text != "true" && node.text != "false")) {
    return ExpectedFound("true or false", node);
  }
  Store(field, message, node.text == "true", &Reflection::SetBool, &Reflection::AddBool);
  return "";
}

template <typename T, typename Set, typename Add>
std::string ReadInteger(const YamlNode& node, const FieldDescriptor& field, Message& message,
                        Set set, Add add) {
  T value = 0;
  if (node.kind != Kind::kScalar || !absl::SimpleAtoi(node.text, &value)) {
    return ExpectedFound(absl::StrCat("a whole number of at most ", sizeof(T) * 8, " bits"), node);
  }
  Store(field, message, value, set, add);
  return "";
}

std::string ReadDouble(const YamlNode& node, const FieldDescriptor& field, Message& message) {
  double value = 0;
  if (node.kind != Kind::kScalar || !absl::SimpleAtod(node.text, &value) || !std::isfinite(value)) {
    return ExpectedFound("a number", node);
  }
  Store(field, message, value, &Reflection::SetDouble, &Reflection::AddDouble);
  return "";
}

std::string Describe(const YamlNode& node) {
  switch (node.kind) {
    case Kind::kNull:
      return "nothing";
    case Kind::kScalar:
      return core::Quoted(node.text);
    case Kind::kSequence:
      return "a list";
    case Kind::kMap:
      return "keys and values";
  }
  return "";
}

}  // namespace

std::string ExpectedFound(const std::string& expected, const YamlNode& found) {
  return absl::StrCat("expected ", expected, ", found ", Describe(found));
}

void ReadFreeScalar(const YamlNode& node, google::protobuf::Value& value) {
  double number = 0;
  if (node.kind == Kind::kNull) {
    value.set_null_value(google::protobuf::NULL_VALUE);
  } else if (!node.quoted && (node.text == "true" || node.text == "false")) {
    value.set_bool_value(node.text == "true");
  } else if (!node.quoted && absl::SimpleAtod(node.text, &number) && std::isfinite(number)) {
    value.set_number_value(number);
  } else {
    value.set_string_value(node.text);
  }
}

std::string ReadScalar(const YamlNode& node, const FieldDescriptor& field, Message& message) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return ReadText(node, field, message);
    case FieldDescriptor::CPPTYPE_BOOL:
      return ReadBool(node, field, message);
    case FieldDescriptor::CPPTYPE_INT32:
      return ReadInteger<int32_t>(node, field, message, &Reflection::SetInt32,
                                  &Reflection::AddInt32);
    case FieldDescriptor::CPPTYPE_INT64:
      return ReadInteger<int64_t>(node, field, message, &Reflection::SetInt64,
                                  &Reflection::AddInt64);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return ReadDouble(node, field, message);
    default:
      return absl::StrCat("a ", field.cpp_type_name(), " cannot be written in a catalog");
  }
}

}  // namespace madad::config
