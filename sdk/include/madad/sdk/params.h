// Typed parameters of a model: their JSON Schema, and binding values to members.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "madad/sdk/duration.h"
#include "madad/sdk/error.h"
#include "madad/sdk/json.h"
#include "madad/sdk/json_value.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {
namespace detail {

template <typename T>
struct AlwaysFalse : std::false_type {};

// How a member's type is written in JSON: the schema's words for it, and values both ways.
template <typename T>
struct Codec {
  static_assert(AlwaysFalse<T>::value,
                "a parameter is a bool, int64_t, double, std::string, sdk::Duration, sdk::Json, or "
                "a std::vector or std::optional of one of them");
};

template <>
struct Codec<bool> {
  static void WriteType(JsonWriter& json) { json.Member("type", "boolean"); }
  static Json Write(bool value) { return Json(value); }
  static bool Read(const Json& value) { return value.Bool(); }
};

template <>
struct Codec<int64_t> {
  static void WriteType(JsonWriter& json) { json.Member("type", "integer"); }
  static Json Write(int64_t value) { return Json(value); }
  static int64_t Read(const Json& value) { return value.Int64(); }
};

template <>
struct Codec<double> {
  static void WriteType(JsonWriter& json) { json.Member("type", "number"); }
  static Json Write(double value) { return Json(value); }
  static double Read(const Json& value) { return value.Double(); }
};

template <>
struct Codec<std::string> {
  static void WriteType(JsonWriter& json) { json.Member("type", "string"); }
  static Json Write(const std::string& value) { return Json(value); }
  static std::string Read(const Json& value) { return value.Text(); }
};

template <>
struct Codec<Duration> {
  static void WriteType(JsonWriter& json) {
    json.Member("type", "string");
    json.Member("format", "madad.duration");
  }
  static Json Write(const Duration& value) { return Json(value.ToText()); }
  static Duration Read(const Json& value) { return Duration(std::string_view(value.Text())); }
};

// Anything; the model reads it itself.
template <>
struct Codec<Json> {
  static void WriteType(JsonWriter&) {}
  static Json Write(const Json& value) { return value; }
  static Json Read(const Json& value) { return value; }
};

// What constraints are about: the value, or each value of a list.
template <typename T>
struct Element {
  using Type = T;
};
template <typename T>
struct Element<std::vector<T>> {
  using Type = T;
};
template <typename T>
struct Element<std::optional<T>> {
  using Type = T;
};

}  // namespace detail

// One parameter, to be filled in. `T` is its member's type.
template <typename T>
class Param {
 public:
  using Element = typename detail::Element<T>::Type;

  Param(std::string name, std::string description)
      : name_(std::move(name)), description_(std::move(description)) {}

  // The smallest and largest value that is allowed; of a list, of each of its values.
  Param& Min(Element min) requires std::is_arithmetic_v<Element> {
    min_ = min;
    return *this;
  }
  Param& Max(Element max) requires std::is_arithmetic_v<Element> {
    max_ = max;
    return *this;
  }
  // The words that are allowed.
  Param& OneOf(std::vector<std::string> words) requires std::is_same_v<Element, std::string> {
    words_ = std::move(words);
    return *this;
  }
  // It has no default: whoever uses the model must say it.
  Param& Required() {
    required_ = true;
    return *this;
  }

  const std::string& name() const { return name_; }
  bool required() const { return required_; }

  // Writes its schema with `fallback` as the default.
  void WriteTo(detail::JsonWriter& json, const T& fallback) const;
  // Returns the value. Errors: MADAD_INVALID_ARGUMENT, naming the parameter.
  T Read(const Json& value) const;

 private:
  template <typename U>
  static constexpr bool kIsList = !std::is_same_v<U, typename detail::Element<U>::Type> &&
                                  !std::is_same_v<U, std::optional<Element>>;
  static constexpr bool kIsOptional = std::is_same_v<T, std::optional<Element>>;

  void WriteElement(detail::JsonWriter& json) const;
  Json ToJson(const T& value) const;
  Element ReadElement(const Json& value) const;
  void Check(const Element& value) const;
  [[noreturn]] void Refuse(const std::string& problem) const {
    throw Error(MADAD_INVALID_ARGUMENT, "parameter '" + name_ + "' " + problem,
                MADAD_SOURCE_CONFIG);
  }

  std::string name_, description_;
  std::optional<Element> min_, max_;
  std::vector<std::string> words_;
  bool required_ = false;
};

template <typename T>
void Param<T>::WriteElement(detail::JsonWriter& json) const {
  if constexpr (kIsOptional) {
    // "type": [type, "null"], which no format or list needs.
    detail::JsonWriter inner;
    inner.BeginObject();
    detail::Codec<Element>::WriteType(inner);
    inner.EndObject();
    const Json type = Json::Parse(inner.Take());
    for (const auto& [key, value] : type.members()) {
      json.Key(key);
      (key == "type" ? Json(Json::Array{value, Json("null")}) : value).WriteTo(json);
    }
  } else {
    detail::Codec<Element>::WriteType(json);
  }
  if (min_) {
    json.Key("minimum");
    detail::Codec<Element>::Write(*min_).WriteTo(json);
  }
  if (max_) {
    json.Key("maximum");
    detail::Codec<Element>::Write(*max_).WriteTo(json);
  }
  if (words_.empty()) return;
  json.Key("enum");
  json.BeginArray();
  for (const std::string& word : words_) json.String(word);
  if (kIsOptional) json.Null();
  json.EndArray();
}

template <typename T>
Json Param<T>::ToJson(const T& value) const {
  if constexpr (kIsList<T>) {
    Json::Array items;
    for (const auto& item : value) items.push_back(detail::Codec<Element>::Write(item));
    return Json(std::move(items));
  } else if constexpr (kIsOptional) {
    return value ? detail::Codec<Element>::Write(*value) : Json();
  } else {
    return detail::Codec<T>::Write(value);
  }
}

template <typename T>
void Param<T>::WriteTo(detail::JsonWriter& json, const T& fallback) const {
  json.BeginObject();
  if constexpr (kIsList<T>) {
    json.Member("type", "array");
    json.Key("items");
    json.BeginObject();
    WriteElement(json);
    json.EndObject();
  } else {
    WriteElement(json);
  }
  if (!required_) {
    json.Key("default");
    ToJson(fallback).WriteTo(json);
  }
  json.Member("description", description_);
  json.EndObject();
}

template <typename T>
typename Param<T>::Element Param<T>::ReadElement(const Json& value) const {
  try {
    return detail::Codec<Element>::Read(value);
  } catch (const Error& e) {
    Refuse(e.what());
  }
}

template <typename T>
void Param<T>::Check(const Element& value) const {
  const std::string seen = detail::Codec<Element>::Write(value).ToText();
  const auto text = [](const Element& bound) {
    return detail::Codec<Element>::Write(bound).ToText();
  };
  if constexpr (std::is_arithmetic_v<Element>) {
    if (min_ && value < *min_) Refuse("is " + seen + ", expected at least " + text(*min_));
    if (max_ && value > *max_) Refuse("is " + seen + ", expected at most " + text(*max_));
  }
  if constexpr (std::is_same_v<Element, std::string>) {
    if (words_.empty() || std::find(words_.begin(), words_.end(), value) != words_.end()) return;
    std::string words;
    for (const std::string& word : words_) words.append(words.empty() ? "" : ", ").append(word);
    Refuse("is " + seen + ", expected one of: " + words);
  }
}

template <typename T>
T Param<T>::Read(const Json& value) const {
  if constexpr (kIsList<T>) {
    if (!value.IsArray()) Refuse("is " + value.ToText() + ", expected a list");
    T items;
    for (const Json& item : value.items()) {
      items.push_back(ReadElement(item));
      Check(items.back());
    }
    return items;
  } else {
    if constexpr (kIsOptional) {
      if (value.IsNull()) return std::nullopt;
    }
    Element element = ReadElement(value);
    Check(element);
    return element;
  }
}

namespace detail {

// A parameter of the model class `Model`.
template <typename Model>
class Member {
 public:
  virtual ~Member() = default;
  virtual const std::string& name() const = 0;
  virtual bool required() const = 0;
  virtual void WriteTo(JsonWriter& json, const Model& defaults) const = 0;
  virtual void Bind(const Json& value, Model& model) const = 0;
};

template <typename Model, typename T>
class TypedMember final : public Member<Model> {
 public:
  TypedMember(Param<T> declared, T Model::*at) : param(std::move(declared)), at_(at) {}
  const std::string& name() const override { return param.name(); }
  bool required() const override { return param.required(); }
  void WriteTo(JsonWriter& json, const Model& defaults) const override {
    param.WriteTo(json, defaults.*at_);
  }
  void Bind(const Json& value, Model& model) const override { model.*at_ = param.Read(value); }

  Param<T> param;

 private:
  T Model::*const at_;
};

}  // namespace detail
}  // namespace madad::sdk
#pragma GCC visibility pop
