// The builder of one declared dimension.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "madad/sdk/json.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

// A dimension: something to group and filter by that is worked out from a table's columns. Say its
// label and where tables have it. A catalog's own dimension of the same name goes before it.
class Dimension {
 public:
  explicit Dimension(std::string name) : name_(std::move(name)) {}

  // The name shown to people, in English or in another language ("he").
  Dimension& Label(std::string text) { return Label("en", std::move(text)); }
  Dimension& Label(const std::string& language, std::string text) {
    labels_[language] = std::move(text);
    return *this;
  }

  // On the logical `table`, it is this expression over the table's columns. Once for each table.
  Dimension& On(const std::string& table, std::string expression) {
    paths_[table] = std::move(expression);
    return *this;
  }

  // Its values in the order in which they are shown; others follow.
  Dimension& Order(std::vector<std::string> values) {
    order_ = std::move(values);
    return *this;
  }

  // Writes the dimension as sdk/doc/describe.md has it.
  void WriteTo(detail::JsonWriter& json) const {
    json.BeginObject();
    json.Member("name", name_);
    json.Member("on", paths_);
    json.Member("labels", labels_);
    json.Key("order");
    json.BeginArray();
    for (const std::string& value : order_) json.String(value);
    json.EndArray();
    json.EndObject();
  }

 private:
  std::string name_;
  std::map<std::string, std::string> paths_, labels_;
  std::vector<std::string> order_;
};

}  // namespace madad::sdk
#pragma GCC visibility pop
