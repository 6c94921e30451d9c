#include "registry/read_shape.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "core/names.h"
#include "registry/description_parts.h"
#include "registry/errors.h"
#include "registry/json_fields.h"
#include "registry/read_word.h"

namespace madad::registry {
namespace {

using core::ModelInput;
using core::ModelInputColumn;
using core::ModelOutput;
using core::ModelOutputColumn;
using core::Type;
using nlohmann::json;

constexpr size_t kMaxRelations = 100;
constexpr size_t kMaxColumns = 1000;
constexpr int64_t kMaxScale = 18;

constexpr std::array kTypes = {
    Word<Type>{"bool", Type::kBool},           Word<Type>{"int64", Type::kInt64},
    Word<Type>{"double", Type::kDouble},       Word<Type>{"decimal", Type::kDecimal},
    Word<Type>{"string", Type::kString},       Word<Type>{"date", Type::kDate},
    Word<Type>{"timestamp", Type::kTimestamp}, Word<Type>{"duration", Type::kDuration}};

// Reads a name that no other in `taken` has.
std::string ReadName(JsonFields& fields, std::set<std::string>& taken) {
  std::string name = fields.Text("name", kMaxWord);
  if (name.empty()) return name;
  if (!core::IsName(name)) {
    fields.Fail(absl::StrCat("has the name '", Printable(name),
                             "', expected a letter, then letters, digits or _"));
  } else if (!taken.insert(name).second) {
    fields.Fail(absl::StrCat("has the name '", name, "', which another has already"));
  }
  return name;
}

// "input 2", or "input 'leads'".
std::string Where(const char* what, const json& object, size_t index) {
  const auto name = object.is_object() ? object.find("name") : object.end();
  if (name == object.end() || !name->is_string()) return absl::StrCat(what, " ", index + 1);
  return absl::StrCat(what, " '", Printable(name->get_ref<const std::string&>()), "'");
}

absl::StatusOr<ModelInputColumn> ReadInputColumn(const json& object, const std::string& where,
                                                 std::set<std::string>& taken) {
  JsonFields fields(object, where);
  ModelInputColumn column;
  column.name = ReadName(fields, taken);
  column.value = fields.OptionalText("value", kMaxExpression);
  column.dimension = fields.OptionalText("dimension", kMaxWord);
  if (column.value.empty() == column.dimension.empty()) {
    fields.Fail("needs one of 'value' and 'dimension'");
  }
  if (fields.Any("type") != nullptr) column.type = OneOf(fields, "type", kTypes);
  column.optional = fields.OptionalBool("optional");
  MADAD_RETURN_IF_ERROR(fields.Finish());
  return column;
}

absl::Status ReadOrder(const json& order, const std::set<std::string>& columns, JsonFields& fields,
                       ModelInput& input) {
  for (const json& name : order) {
    if (name.is_string() && columns.contains(name.get<std::string>())) {
      input.order.push_back(name.get<std::string>());
    } else {
      fields.Fail("has an 'order' by something that is none of its columns");
    }
  }
  return fields.Finish();
}

absl::StatusOr<ModelInput> ReadInput(const json& object, const std::string& where,
                                     std::set<std::string>& taken) {
  JsonFields fields(object, where);
  ModelInput input;
  input.name = ReadName(fields, taken);
  input.table = fields.OptionalText("table", kMaxWord);
  input.stage_log = fields.OptionalText("stage_log", kMaxWord);
  input.previous = fields.OptionalText("previous", kMaxWord);
  if (!input.table.empty() + !input.stage_log.empty() + !input.previous.empty() != 1) {
    fields.Fail("needs one of 'table', 'stage_log' and 'previous'");
  }
  const json& columns = fields.Array("columns", kMaxColumns);
  input.filter = fields.OptionalText("filter", kMaxExpression);
  const json& order = fields.OptionalArray("order", kMaxColumns);
  input.from_request = fields.OptionalBool("from_request");
  MADAD_RETURN_IF_ERROR(fields.Finish());
  std::set<std::string> names;
  for (size_t i = 0; i < columns.size(); ++i) {
    MADAD_ASSIGN_OR_RETURN(
        ModelInputColumn column,
        ReadInputColumn(columns[i], absl::StrCat(Where("column", columns[i], i), " of ", where),
                        names));
    input.columns.push_back(std::move(column));
  }
  MADAD_RETURN_IF_ERROR(ReadOrder(order, names, fields, input));
  return input;
}

absl::StatusOr<ModelOutputColumn> ReadOutputColumn(const json& object, const std::string& where,
                                                   std::set<std::string>& taken) {
  JsonFields fields(object, where);
  ModelOutputColumn column;
  column.name = ReadName(fields, taken);
  column.like = fields.OptionalText("like", 2 * kMaxWord);
  column.description = fields.OptionalText("description", kMaxText);
  if (column.like.empty()) column.type = OneOf(fields, "type", kTypes);
  if (column.like.empty() && column.type == Type::kDecimal) {
    const int64_t scale = fields.Integer("scale");
    if (scale < 0 || scale > kMaxScale) {
      fields.Fail(absl::StrCat("has the scale ", scale, ", expected 0 to ", kMaxScale));
    }
    column.scale = static_cast<int32_t>(scale);
  }
  MADAD_RETURN_IF_ERROR(fields.Finish());
  return column;
}

absl::StatusOr<ModelOutput> ReadOutput(const json& object, const std::string& where,
                                       std::set<std::string>& taken) {
  JsonFields fields(object, where);
  ModelOutput output;
  output.name = ReadName(fields, taken);
  output.entity = fields.OptionalText("entity", kMaxWord);
  output.entity_key = fields.OptionalText("entity_key", kMaxWord);
  output.key = fields.OptionalText("key", kMaxWord);
  const json& columns = fields.Array("columns", kMaxColumns);
  if (columns.empty()) fields.Fail("has no columns");
  MADAD_RETURN_IF_ERROR(fields.Finish());
  std::set<std::string> names;
  for (size_t i = 0; i < columns.size(); ++i) {
    MADAD_ASSIGN_OR_RETURN(
        ModelOutputColumn column,
        ReadOutputColumn(columns[i], absl::StrCat(Where("column", columns[i], i), " of ", where),
                         names));
    output.columns.push_back(std::move(column));
  }
  for (const std::string& key : {output.key, output.entity_key}) {
    if (key.empty() || names.contains(key)) continue;
    fields.Fail(absl::StrCat("is keyed by '", Printable(key), "', which is none of its columns"));
  }
  MADAD_RETURN_IF_ERROR(fields.Finish());
  return output;
}

// That an input of the last run's rows is of an output, and of columns that say their type.
void CheckPrevious(const core::ModelShape& shape, const ModelInput& input, JsonFields& fields) {
  const auto output = std::find_if(shape.outputs.begin(), shape.outputs.end(),
                                   [&](const auto& made) { return made.name == input.previous; });
  if (output == shape.outputs.end()) {
    fields.Fail(absl::StrCat("has the input '", input.name, "' of the previous '",
                             Printable(input.previous), "', which is none of its outputs"));
    return;
  }
  for (const ModelInputColumn& column : input.columns) {
    const auto known = std::any_of(
        output->columns.begin(), output->columns.end(),
        [&](const auto& made) { return made.name == column.value && made.like.empty(); });
    if (known) continue;
    fields.Fail(absl::StrCat("has the input '", input.name, "' with the column '", column.name,
                             "', which is no column of '", output->name,
                             "' with a type of its own"));
  }
  if (shape.trained || input.from_request || !input.filter.empty()) {
    fields.Fail(absl::StrCat("has the input '", input.name,
                             "' of previous rows, which has no 'filter', comes from no request and "
                             "is not for a model that is trained"));
  }
}

absl::StatusOr<core::ModelShape> Parse(std::string_view text) {
  MADAD_ASSIGN_OR_RETURN(const json object, ParseStrictJson(text));
  JsonFields fields(object, "the shape");
  const json& inputs = fields.Array("inputs", kMaxRelations);
  const json& outputs = fields.Array("outputs", kMaxRelations);
  if (outputs.empty()) fields.Fail("has no outputs");
  core::ModelShape shape;
  shape.trained = fields.OptionalBool("trained");
  MADAD_RETURN_IF_ERROR(fields.Finish());
  std::set<std::string> names;
  for (size_t i = 0; i < inputs.size(); ++i) {
    MADAD_ASSIGN_OR_RETURN(shape.inputs.emplace_back(),
                           ReadInput(inputs[i], Where("input", inputs[i], i), names));
  }
  names.clear();
  for (size_t i = 0; i < outputs.size(); ++i) {
    MADAD_ASSIGN_OR_RETURN(shape.outputs.emplace_back(),
                           ReadOutput(outputs[i], Where("output", outputs[i], i), names));
  }
  const auto from_request = std::count_if(shape.inputs.begin(), shape.inputs.end(),
                                          [](const auto& input) { return input.from_request; });
  if (from_request > 1) fields.Fail("has several inputs that may come from a request");
  for (const ModelInput& input : shape.inputs) {
    if (!input.previous.empty()) CheckPrevious(shape, input, fields);
  }
  MADAD_RETURN_IF_ERROR(fields.Finish());
  return shape;
}

}  // namespace

absl::StatusOr<core::ModelShape> ParseShape(std::string_view text) {
  if (text.size() > kMaxShapeBytes) {
    return LoadError(absl::StatusCode::kInvalidArgument, kModelShapeInvalid,
                     absl::StrCat("its shape has ", text.size(), " bytes, at most ", kMaxShapeBytes,
                                  " are read"));
  }
  absl::StatusOr<core::ModelShape> shape = Parse(text);
  if (shape.ok()) return shape;
  return LoadError(absl::StatusCode::kInvalidArgument, kModelShapeInvalid,
                   absl::StrCat("its shape: ", shape.status().message()));
}

}  // namespace madad::registry
