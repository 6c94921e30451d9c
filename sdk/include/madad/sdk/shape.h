// What an instance of a model reads and makes.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "madad/sdk/error.h"
#include "madad/sdk/json.h"
#include "madad/sdk/type.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {
namespace detail {

inline void WriteTexts(JsonWriter& json, std::string_view name,
                       const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  json.Key(name);
  json.BeginArray();
  for (const std::string& text : texts) json.String(text);
  json.EndArray();
}

struct InputColumn {
  std::string name, value, dimension, type;
  bool optional = false;

  void WriteTo(JsonWriter& json) const {
    json.BeginObject();
    json.Member("name", name);
    json.Member("value", value);
    json.Member("dimension", dimension);
    json.Member("type", type);
    if (optional) {
      json.Key("optional");
      json.Bool(true);
    }
    json.EndObject();
  }
};

struct OutputColumn {
  std::string name, type, like, description;
  int64_t scale = -1;

  void WriteTo(JsonWriter& json) const {
    json.BeginObject();
    json.Member("name", name);
    json.Member("type", type);
    if (scale >= 0) {
      json.Key("scale");
      json.Integer(scale);
    }
    json.Member("like", like);
    json.Member("description", description);
    json.EndObject();
  }
};

}  // namespace detail

// A relation that a model reads. Say Table, StageLog or Previous, then the columns; Type and Optional are of
// the column that was said last.
class Input {
 public:
  explicit Input(std::string name) : name_(std::move(name)) {}

  // The rows of a logical table of the catalog,
  Input& Table(std::string table) { return Set(table_, std::move(table)); }
  // or every entry of an entity ("lead", "opportunity") into a stage: the columns entity_id, stage,
  // entered_at, sequence, amount and probability.
  Input& StageLog(std::string entity) { return Set(stage_log_, std::move(entity)); }
  // or what the instance's last run made of this output, to begin where that ended: no rows at the
  // first run, after a restart, and where the last run is not known. Its columns are the output's,
  // of a type of their own. Such rows do not make the instance stale, so tables may depend on them
  // no further than by rounding. Not for a model that learns: it has its artifact.
  Input& Previous(std::string output) { return Set(previous_, std::move(output)); }

  // A column: of the relation, or an expression over its columns and `join.column`.
  Input& Column(const std::string& name) { return Column(name, name); }
  Input& Column(std::string name, std::string expression) {
    columns_.push_back({std::move(name), std::move(expression), "", "", false});
    return *this;
  }
  // A dimension of the relation, as a column.
  Input& Dimension(const std::string& name) { return Dimension(name, name); }
  Input& Dimension(std::string name, std::string dimension) {
    columns_.push_back({std::move(name), "", std::move(dimension), "", false});
    return *this;
  }

  // The column must be of this type; the model is refused where the catalog's is another.
  Input& Type(sdk::Type type) { return Set(Last().type, detail::TypeName(type)); }
  // The column is left out where the catalog does not have it.
  Input& Optional() {
    Last().optional = true;
    return *this;
  }

  // The rows that are read at all; without it, all are.
  Input& Where(std::string condition) { return Set(filter_, std::move(condition)); }
  // The columns, of those above, by which rows come: ascending, nulls last.
  Input& OrderBy(std::vector<std::string> columns) {
    order_ = std::move(columns);
    return *this;
  }

  // Its rows may come from a request instead, which Apply then makes tables of: rows that are in
  // no table yet. A condition is not applied to those, and their order is the request's.
  Input& FromRequest() {
    from_request_ = true;
    return *this;
  }

  const std::string& name() const { return name_; }
  const std::string& previous() const { return previous_; }
  const std::vector<detail::InputColumn>& columns() const { return columns_; }
  const std::vector<std::string>& order() const { return order_; }
  bool from_request() const { return from_request_; }
  void WriteTo(detail::JsonWriter& json) const;

 private:
  Input& Set(std::string& member, std::string value) {
    member = std::move(value);
    return *this;
  }
  detail::InputColumn& Last() {
    if (!columns_.empty()) return columns_.back();
    throw Error(MADAD_INVALID_ARGUMENT,
                "input '" + name_ + "' has no column yet; say Column before Type and Optional");
  }

  std::string name_, table_, stage_log_, previous_, filter_;
  std::vector<detail::InputColumn> columns_;
  std::vector<std::string> order_;
  bool from_request_ = false;
};

// A table that a model makes.
class Output {
 public:
  explicit Output(std::string name) : name_(std::move(name)) {}

  // What a row is about ("lead"), and the column with that entity's key (without it, Key's): the
  // table then joins the entity's own.
  Output& Entity(std::string entity, std::string key_column = "") {
    entity_ = std::move(entity);
    return Set(entity_key_, std::move(key_column));
  }
  // The column that is unique and never null; without it, rows have no key.
  Output& Key(std::string column) { return Set(key_, std::move(column)); }

  Output& Column(std::string name, Type type, std::string description = "") {
    return Add({std::move(name), detail::TypeName(type), "", std::move(description), -1});
  }
  // An exact decimal of so many digits after the point, 0 to 18.
  Output& Decimal(std::string name, int32_t scale, std::string description = "") {
    return Add({std::move(name), "decimal", "", std::move(description), scale});
  }
  // A column of the same type as an input's, named `input.column`.
  Output& Like(std::string name, std::string input_column, std::string description = "") {
    return Add({std::move(name), "", std::move(input_column), std::move(description), -1});
  }

  const std::string& name() const { return name_; }
  const std::vector<detail::OutputColumn>& columns() const { return columns_; }
  const std::string& key() const { return key_; }
  void WriteTo(detail::JsonWriter& json) const;

 private:
  Output& Set(std::string& member, std::string value) {
    member = std::move(value);
    return *this;
  }
  Output& Add(detail::OutputColumn column) {
    columns_.push_back(std::move(column));
    return *this;
  }

  std::string name_, entity_, entity_key_, key_;
  std::vector<detail::OutputColumn> columns_;
};

// What an instance of a model reads and makes. References stay valid as long as the shape.
class Shape {
 public:
  // Adds a relation to read, and returns it to be filled in. Compute finds it by `name`.
  sdk::Input& Input(std::string name) { return inputs_.emplace_back(std::move(name)); }
  // Adds a table to make; the first is the instance's main table.
  sdk::Output& Output(std::string name) { return outputs_.emplace_back(std::move(name)); }

  // Says that the model learns; the SDK does it for a class with Train and Apply.
  Shape& Trained() {
    trained_ = true;
    return *this;
  }

  bool trained() const { return trained_; }
  const std::deque<sdk::Input>& inputs() const { return inputs_; }
  const std::deque<sdk::Output>& outputs() const { return outputs_; }

  // Returns it in JSON, as "A model's shape" in sdk/doc/describe.md has it.
  std::string ToJson() const;

 private:
  std::deque<sdk::Input> inputs_;
  std::deque<sdk::Output> outputs_;
  bool trained_ = false;
};

inline void Input::WriteTo(detail::JsonWriter& json) const {
  json.BeginObject();
  json.Member("name", name_);
  json.Member("table", table_);
  json.Member("stage_log", stage_log_);
  json.Member("previous", previous_);
  json.Key("columns");
  json.BeginArray();
  for (const detail::InputColumn& column : columns_) column.WriteTo(json);
  json.EndArray();
  json.Member("filter", filter_);
  detail::WriteTexts(json, "order", order_);
  if (from_request_) {
    json.Key("from_request");
    json.Bool(true);
  }
  json.EndObject();
}

inline void Output::WriteTo(detail::JsonWriter& json) const {
  json.BeginObject();
  json.Member("name", name_);
  json.Member("entity", entity_);
  json.Member("entity_key", entity_key_);
  json.Member("key", key_);
  json.Key("columns");
  json.BeginArray();
  for (const detail::OutputColumn& column : columns_) column.WriteTo(json);
  json.EndArray();
  json.EndObject();
}

inline std::string Shape::ToJson() const {
  detail::JsonWriter json;
  json.BeginObject();
  json.Key("inputs");
  json.BeginArray();
  for (const sdk::Input& input : inputs_) input.WriteTo(json);
  json.EndArray();
  json.Key("outputs");
  json.BeginArray();
  for (const sdk::Output& output : outputs_) output.WriteTo(json);
  json.EndArray();
  if (trained_) {
    json.Key("trained");
    json.Bool(true);
  }
  json.EndObject();
  return json.Take();
}

}  // namespace madad::sdk
#pragma GCC visibility pop
