// A metric's parameter in a description.
#include <utility>

#include "absl/strings/str_cat.h"

#include "core/status.h"
#include "registry/description_parts.h"
#include "registry/json_fields.h"
#include "registry/read_word.h"

namespace madad::registry {
namespace {

using core::Type;
using core::Value;
using nlohmann::json;

constexpr std::array kTypes = {
    Word<Type>{"bool", Type::kBool},     Word<Type>{"int64", Type::kInt64},
    Word<Type>{"double", Type::kDouble}, Word<Type>{"string", Type::kString},
    Word<Type>{"date", Type::kDate},     Word<Type>{"duration", Type::kDuration}};

// True when `value` holds a number that 64 bits with a sign can.
bool IsInt64(const json& value) {
  return value.is_number_integer() &&
         (!value.is_number_unsigned() || value.get<uint64_t>() <= uint64_t{INT64_MAX});
}

// Returns null when the text is none of `type`.
Value ReadText(const std::string& text, Type type) {
  if (type == Type::kString) return text;
  if (type == Type::kDate) {
    const absl::StatusOr<core::Date> date = core::ParseDate(text);
    return date.ok() ? Value(*date) : Value();
  }
  const absl::StatusOr<core::Duration> duration = core::ParseDuration(text);
  return duration.ok() ? Value(*duration) : Value();
}

// Returns null when `value` is none of `type`.
Value ReadValue(const json& value, Type type, JsonFields& fields) {
  switch (type) {
    case Type::kBool:
      return value.is_boolean() ? Value(value.get<bool>()) : Value();
    case Type::kInt64:
      return IsInt64(value) ? Value(value.get<int64_t>()) : Value();
    case Type::kDouble:
      return value.is_number() ? Value(value.get<double>()) : Value();
    default:
      return value.is_string() ? ReadText(fields.Text("default", kMaxText), type) : Value();
  }
}

}  // namespace

absl::StatusOr<core::MetricParameter> ReadParameter(const json& object, const std::string& where) {
  JsonFields fields(object, absl::StrCat("a parameter of ", where));
  core::MetricParameter parameter;
  parameter.name = fields.Text("name", kMaxWord);
  if (!parameter.name.empty() && !IsPluginId(parameter.name)) {
    fields.Fail(
        absl::StrCat("has the name '", Printable(parameter.name), "', expected ", kPluginIdForm));
  }
  parameter.type = OneOf(fields, "type", kTypes);
  parameter.description = fields.Text("description", kMaxText);
  if (const json* value = fields.Any("default"); value != nullptr) {
    parameter.default_value = ReadValue(*value, parameter.type, fields);
    if (core::TypeOf(parameter.default_value) == Type::kNull) {
      fields.Fail(
          absl::StrCat("has a default that is no ", std::string(core::TypeName(parameter.type))));
    }
  }
  MADAD_RETURN_IF_ERROR(fields.Finish());
  return parameter;
}

}  // namespace madad::registry
