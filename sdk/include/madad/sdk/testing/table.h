// Small tables for unit tests of models.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "madad/sdk/type.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk::testing {

template <typename T>
using Values = std::vector<std::optional<T>>;

// A table in memory: what a model reads in a test, or what it made.
//
//   Table leads;
//   leads.Text("owner", {"dana", std::nullopt}).Int64("calls", {1, 2});
class Table {
 public:
  struct Column {
    std::string name;
    Type type;
    int32_t scale;    // of a decimal
    bool dictionary;  // sent as positions in a dictionary
    std::vector<Value> values;
  };

  // Adds a column.
  Table& Text(std::string name, const Values<std::string>& values) {
    return Add(std::move(name), Type::kString, values);
  }
  // The same, sent as positions in a dictionary.
  Table& Dictionary(std::string name, const Values<std::string>& values) {
    Add(std::move(name), Type::kString, values);
    columns_.back().dictionary = true;
    return *this;
  }
  Table& Int64(std::string name, const Values<int64_t>& values) {
    return Add(std::move(name), Type::kInt64, values);
  }
  Table& Double(std::string name, const Values<double>& values) {
    return Add(std::move(name), Type::kDouble, values);
  }
  Table& Bool(std::string name, const Values<bool>& values) {
    return Add(std::move(name), Type::kBool, values);
  }
  // Days since 1970-01-01.
  Table& Date(std::string name, const Values<int64_t>& values) {
    return Add(std::move(name), Type::kDate, values);
  }
  // Microseconds since 1970-01-01T00:00:00Z.
  Table& Timestamp(std::string name, const Values<int64_t>& values) {
    return Add(std::move(name), Type::kTimestamp, values);
  }
  // Microseconds.
  Table& Duration(std::string name, const Values<int64_t>& values) {
    return Add(std::move(name), Type::kDuration, values);
  }
  // Integers: the value times 10^scale.
  Table& Decimal(std::string name, int32_t scale, const Values<int64_t>& values) {
    Add(std::move(name), Type::kDecimal, values);
    columns_.back().scale = scale;
    return *this;
  }
  // A column of a type that is known when the test runs.
  Table& Add(Column column) {
    columns_.push_back(std::move(column));
    return *this;
  }

  size_t rows() const { return columns_.empty() ? 0 : columns_.front().values.size(); }
  const std::vector<Column>& columns() const { return columns_; }

  // Returns a column. Errors: std::invalid_argument when there is none, or of another type.
  const Column& At(const std::string& name) const {
    for (const Column& column : columns_) {
      if (column.name == name) return column;
    }
    throw std::invalid_argument("the table has no column '" + name + "'");
  }
  Values<std::string> Text(const std::string& name) const { return Get<std::string>(name); }
  Values<int64_t> Int64(const std::string& name) const { return Get<int64_t>(name); }
  Values<double> Double(const std::string& name) const { return Get<double>(name); }
  Values<bool> Bool(const std::string& name) const { return Get<bool>(name); }
  Values<int64_t> Date(const std::string& name) const { return Get<int64_t>(name); }
  Values<int64_t> Timestamp(const std::string& name) const { return Get<int64_t>(name); }
  Values<int64_t> Duration(const std::string& name) const { return Get<int64_t>(name); }
  Values<int64_t> Decimal(const std::string& name) const { return Get<int64_t>(name); }

 private:
  template <typename T>
  Table& Add(std::string name, Type type, const Values<T>& values) {
    Column column = {std::move(name), type, 0, false, {}};
    for (const auto& value : values) column.values.push_back(value ? Value(*value) : Value());
    return Add(std::move(column));
  }
  template <typename T>
  Values<T> Get(const std::string& name) const {
    Values<T> values;
    for (const Value& value : At(name).values) {
      if (std::holds_alternative<std::monostate>(value)) {
        values.push_back(std::nullopt);
      } else if (std::holds_alternative<T>(value)) {
        values.push_back(std::get<T>(value));
      } else {
        throw std::invalid_argument("column '" + name + "' holds another type of value");
      }
    }
    return values;
  }

  std::vector<Column> columns_;
};

}  // namespace madad::sdk::testing
#pragma GCC visibility pop
