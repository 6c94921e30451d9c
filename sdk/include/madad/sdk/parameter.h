// What a query may set of a metric.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>

#include "madad/sdk/error.h"
#include "madad/sdk/json.h"
#include "madad/sdk/type.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

// A parameter's default: a bool, a number or a text ("5min" for a duration, "2024-01-31" for a
// date); {} for none.
using Default = std::variant<std::monostate, bool, int64_t, double, std::string>;

namespace detail {

// A parameter, `:name` in expressions.
class Parameter {
 public:
  // Throws Error (MADAD_INVALID_ARGUMENT) when `value` does not fit `type`.
  Parameter(std::string name, Type type, Default value, std::string description)
      : name_(std::move(name)),
        type_(type),
        default_(std::move(value)),
        description_(std::move(description)) {
    if (type_ == Type::kDouble && std::holds_alternative<int64_t>(default_)) {
      default_ = static_cast<double>(std::get<int64_t>(default_));
    }
    if (Fits()) return;
    throw Error(MADAD_INVALID_ARGUMENT,
                "parameter '" + name_ + "' is a " + TypeName(type_) + ", and its default is none");
  }

  const std::string& name() const { return name_; }

  // Writes it as sdk/doc/describe.md has it.
  void WriteTo(JsonWriter& json) const {
    json.BeginObject();
    json.Member("name", name_);
    json.Member("type", TypeName(type_));
    WriteDefault(json);
    json.Member("description", description_);
    json.EndObject();
  }

 private:
  bool Fits() const {
    if (type_ == Type::kTimestamp || type_ == Type::kDecimal) return false;
    if (std::holds_alternative<std::monostate>(default_)) return true;
    switch (type_) {
      case Type::kBool:
        return std::holds_alternative<bool>(default_);
      case Type::kInt64:
        return std::holds_alternative<int64_t>(default_);
      case Type::kDouble:
        return std::holds_alternative<double>(default_) &&
               std::isfinite(std::get<double>(default_));
      default:
        return std::holds_alternative<std::string>(default_);
    }
  }

  void WriteDefault(JsonWriter& json) const {
    if (std::holds_alternative<std::monostate>(default_)) return;
    json.Key("default");
    if (const auto* truth = std::get_if<bool>(&default_)) json.Bool(*truth);
    if (const auto* whole = std::get_if<int64_t>(&default_)) json.Integer(*whole);
    if (const auto* number = std::get_if<double>(&default_)) json.Double(*number);
    if (const auto* text = std::get_if<std::string>(&default_)) json.String(*text);
  }

  std::string name_;
  Type type_;
  Default default_;
  std::string description_;
};

}  // namespace detail
}  // namespace madad::sdk
#pragma GCC visibility pop
