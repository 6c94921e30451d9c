// JSON values: parameters that are more than one number or text.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "madad/sdk/error.h"
#include "madad/sdk/json.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

// A JSON value. The readers below throw Error (MADAD_INVALID_ARGUMENT) when it is another kind of
// value than they return; the message says what was found.
class Json {
 public:
  using Array = std::vector<Json>;
  using Object = std::vector<std::pair<std::string, Json>>;  // in the order of the text

  Json() = default;  // null
  // Explicit, so that nothing becomes JSON by accident.
  explicit Json(bool value) : value_(value) {}
  explicit Json(int64_t value) : value_(value) {}
  explicit Json(double value) : value_(value) {}
  explicit Json(std::string value) : value_(std::move(value)) {}
  explicit Json(const char* value) : value_(std::string(value)) {}
  explicit Json(Array value) : value_(std::move(value)) {}
  explicit Json(Object value) : value_(std::move(value)) {}

  // Returns the value that `text` writes: strict JSON (RFC 8259) in UTF-8, one value, no member
  // twice, at most 64 deep.
  // Errors: MADAD_INVALID_ARGUMENT, with the place. Defined in json_reader.h.
  static Json Parse(std::string_view text);

  bool IsNull() const { return std::holds_alternative<std::monostate>(value_); }
  bool IsBool() const { return std::holds_alternative<bool>(value_); }
  bool IsInt64() const { return std::holds_alternative<int64_t>(value_); }
  bool IsNumber() const { return IsInt64() || std::holds_alternative<double>(value_); }
  bool IsText() const { return std::holds_alternative<std::string>(value_); }
  bool IsArray() const { return std::holds_alternative<Array>(value_); }
  bool IsObject() const { return std::holds_alternative<Object>(value_); }

  bool Bool() const { return Get<bool>("true or false"); }
  // A number without a fraction that fits: 5, and also 5.0.
  int64_t Int64() const { return Get<int64_t>("a whole number"); }
  double Double() const {
    return IsInt64() ? static_cast<double>(std::get<int64_t>(value_)) : Get<double>("a number");
  }
  const std::string& Text() const { return Get<std::string>("a text"); }
  const Array& items() const { return Get<Array>("a list"); }
  const Object& members() const { return Get<Object>("an object"); }

  // Returns an object's member; null when there is none.
  const Json* Find(std::string_view name) const;
  // The same; an error, naming the member, when there is none.
  const Json& At(std::string_view name) const;
  // Throws when the object has a member that is none of `known`: a misspelt option must not be
  // ignored. `where` names the object in the message.
  void AllowOnly(std::initializer_list<std::string_view> known, std::string_view where) const;

  // Returns it as JSON text, without spaces.
  std::string ToText() const;
  void WriteTo(detail::JsonWriter& json) const;

  bool operator==(const Json&) const = default;

 private:
  template <typename T>
  const T& Get(const char* expected) const {
    if (const T* value = std::get_if<T>(&value_)) return *value;
    std::string found = ToText();
    if (found.size() > 60) found = found.substr(0, detail::WholeCharacters(found, 57)) + "...";
    throw Error(MADAD_INVALID_ARGUMENT, "is " + found + ", expected " + expected,
                MADAD_SOURCE_CONFIG);
  }

  std::variant<std::monostate, bool, int64_t, double, std::string, Array, Object> value_;
};

inline const Json* Json::Find(std::string_view name) const {
  for (const auto& [key, value] : members()) {
    if (key == name) return &value;
  }
  return nullptr;
}

inline const Json& Json::At(std::string_view name) const {
  if (const Json* value = Find(name)) return *value;
  throw Error(MADAD_INVALID_ARGUMENT, "has no '" + std::string(name) + "'", MADAD_SOURCE_CONFIG);
}

inline void Json::AllowOnly(std::initializer_list<std::string_view> known,
                            std::string_view where) const {
  for (const auto& [name, value] : members()) {
    bool found = false;
    std::string names;
    for (const std::string_view other : known) {
      found = found || other == name;
      names.append(names.empty() ? "" : ", ").append(other);
    }
    if (found) continue;
    throw Error(MADAD_INVALID_ARGUMENT,
                std::string(where) + " has '" + name + "', which is none of: " + names,
                MADAD_SOURCE_CONFIG);
  }
}

inline void Json::WriteTo(detail::JsonWriter& json) const {
  if (IsNull()) json.Null();
  if (const auto* truth = std::get_if<bool>(&value_)) json.Bool(*truth);
  if (const auto* whole = std::get_if<int64_t>(&value_)) json.Integer(*whole);
  if (const auto* number = std::get_if<double>(&value_)) json.Double(*number);
  if (const auto* text = std::get_if<std::string>(&value_)) json.String(*text);
  if (const auto* array = std::get_if<Array>(&value_)) {
    json.BeginArray();
    for (const Json& item : *array) item.WriteTo(json);
    json.EndArray();
  }
  if (const auto* object = std::get_if<Object>(&value_)) {
    json.BeginObject();
    for (const auto& [name, member] : *object) {
      json.Key(name);
      member.WriteTo(json);
    }
    json.EndObject();
  }
}

inline std::string Json::ToText() const {
  detail::JsonWriter json;
  WriteTo(json);
  return json.Take();
}

}  // namespace madad::sdk
#pragma GCC visibility pop
