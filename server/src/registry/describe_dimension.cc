// A dimension in a description, and labels.
#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "core/names.h"
#include "core/status.h"
#include "registry/description_parts.h"
#include "registry/json_fields.h"
#include "registry/read_word.h"

namespace madad::registry {
namespace {

using nlohmann::json;

constexpr size_t kMaxTables = 1000;
constexpr size_t kMaxValues = 1000;

// A table's name, or that of a model's table: `plugin.model` or `plugin.model.output`.
bool IsTableName(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '.');
  return parts.size() <= 3 && text.size() <= kMaxWord &&
         std::all_of(parts.begin(), parts.end(),
                     [](const std::string& part) { return core::IsName(part); });
}

absl::Status ReadPaths(const json& object, const std::string& where,
                       core::DimensionDefinition& dimension) {
  JsonFields fields(object, absl::StrCat("the tables of ", where));
  if (object.empty()) fields.Fail("are none; a dimension is on at least one");
  for (const auto& [table, unused] : object.items()) {
    if (!IsTableName(table)) {
      fields.Fail(absl::StrCat("have the name '", Printable(table), "', which no table has"));
    }
    dimension.paths[table] = fields.Text(table.c_str(), kMaxExpression);
  }
  return fields.Finish();
}

absl::Status ReadOrder(const json& values, JsonFields& fields,
                       core::DimensionDefinition& dimension) {
  std::set<std::string> seen;
  for (const json& value : values) {
    const std::string text = value.is_string() ? value.get<std::string>() : "";
    if (text.empty() || text.size() > kMaxLabel || !IsDisplayable(text, /*multiline=*/false)) {
      fields.Fail(absl::StrCat("has a value in its order that is no text of 1 to ", kMaxLabel,
                               " bytes on one line"));
    } else if (!seen.insert(text).second) {
      fields.Fail(absl::StrCat("has '", text, "' twice in its order"));
    }
    dimension.order.push_back(text);
  }
  return fields.Finish();
}

}  // namespace

absl::StatusOr<std::map<std::string, std::string>> ReadLabels(const json& object,
                                                              const std::string& where) {
  JsonFields fields(object, absl::StrCat("the labels of ", where));
  std::map<std::string, std::string> labels;
  for (const auto& [language, unused] : object.items()) {
    std::string label = fields.Text(language.c_str(), kMaxLabel);
    if (!IsLanguageTag(language)) {
      fields.Fail(absl::StrCat("have the language '", Printable(language),
                               "', expected a tag such as en, he or pt-BR"));
    }
    if (!IsDisplayable(label, /*multiline=*/false)) {
      fields.Fail(absl::StrCat("have a line end or tab in '", language, "'"));
    }
    labels[language] = std::move(label);
  }
  if (!labels.contains("en")) fields.Fail("have no 'en', which is required");
  MADAD_RETURN_IF_ERROR(fields.Finish());
  return labels;
}

absl::StatusOr<core::DimensionDefinition> ReadDimension(const json& object,
                                                        const std::string& where) {
  JsonFields fields(object, where);
  core::DimensionDefinition dimension;
  dimension.name = fields.Text("name", kMaxWord);
  if (!dimension.name.empty() && !IsPluginId(dimension.name)) {
    fields.Fail(absl::StrCat("should be named by ", kPluginIdForm));
  }
  const json& paths = fields.Object("on", kMaxTables);
  const json& labels = fields.Object("labels", kMaxLanguages);
  const json& order = fields.OptionalArray("order", kMaxValues);
  MADAD_RETURN_IF_ERROR(fields.Finish());
  MADAD_RETURN_IF_ERROR(ReadPaths(paths, where, dimension));
  MADAD_ASSIGN_OR_RETURN(dimension.labels, ReadLabels(labels, where));
  MADAD_RETURN_IF_ERROR(ReadOrder(order, fields, dimension));
  return dimension;
}

}  // namespace madad::registry
