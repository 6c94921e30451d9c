#include "cli/funnel/answer.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/render/value.h"

namespace madad::cli {
namespace {

std::string TextAt(const google::protobuf::Struct& object, const std::string& name) {
  const auto found = object.fields().find(name);
  return found == object.fields().end() ? "" : found->second.string_value();
}

std::string LabelOf(const Rows& rows, int dimensions, int64_t row) {
  std::vector<std::string> parts;
  const Rows::Place place = rows.At(row);
  for (int i = 0; i < dimensions; ++i) {
    const v1::Column& column = place.columns.Get(i);
    parts.push_back(absl::StrCat(column.name(), ": ", HumanText(column, place.row)));
  }
  return absl::StrJoin(parts, ", ");
}

}  // namespace

const Rows* FunnelAnswer::Find(std::string_view table) const {
  for (const auto& [name, rows] : tables) {
    if (name == table) return &rows;
  }
  return nullptr;
}

client::Result<FunnelAnswer> ReadFunnel(v1::FunnelResponse response) {
  FunnelAnswer answer;
  for (v1::TableRows& table : *response.mutable_tables()) {
    Rows& rows = answer.tables.emplace_back(table.table(), Rows()).second;
    const auto fault = rows.Add(std::move(*table.mutable_columns()), table.row_count());
    if (fault) return *fault;
  }
  response.clear_tables();
  answer.response = std::move(response);
  return answer;
}

std::vector<FunnelGroup> GroupsOf(const Rows& rows, std::string_view first) {
  std::vector<FunnelGroup> groups;
  const int dimensions = std::max(rows.Find(first), 0);
  for (int64_t row = 0; row < rows.size(); ++row) {
    std::string label = LabelOf(rows, dimensions, row);
    if (groups.empty() || groups.back().label != label) groups.push_back({std::move(label), row});
    groups.back().end = row + 1;
  }
  return groups;
}

std::string RulesText(const google::protobuf::Struct& parameters) {
  std::vector<std::string> words;
  for (const char* name : {"order", "entry", "policy"}) {
    const std::string word = TextAt(parameters, name);
    if (!word.empty()) words.push_back(word);
  }
  const std::string window = TextAt(parameters, "window");
  if (!window.empty()) words.push_back("window " + window);
  return absl::StrJoin(words, ", ");
}

std::string FunnelText(const Rows& rows, std::string_view column, int64_t row) {
  const int index = rows.Find(column);
  if (index < 0) return "-";
  const Rows::Place place = rows.At(row);
  const v1::Column& values = place.columns.Get(index);
  return IsNull(values, place.row) ? "-" : HumanText(values, place.row);
}

bool HasValues(const Rows& rows, std::string_view column) {
  const int index = rows.Find(column);
  if (index < 0) return false;
  for (int64_t row = 0; row < rows.size(); ++row) {
    const Rows::Place place = rows.At(row);
    if (!IsNull(place.columns.Get(index), place.row)) return true;
  }
  return false;
}

}  // namespace madad::cli
