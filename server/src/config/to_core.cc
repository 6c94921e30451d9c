#include "config/to_core.h"

#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "core/names.h"

namespace madad::config {
namespace {

using core::Type;

constexpr Type kColumnTypes[] = {Type::kBool,   Type::kInt64, Type::kDouble,
                                 Type::kString, Type::kDate,  Type::kTimestamp};

const std::map<std::string, core::WeekStart>& WeekStarts() {
  static const auto* days =
      new std::map<std::string, core::WeekStart>{{"monday", core::WeekStart::kMonday},
                                                 {"saturday", core::WeekStart::kSaturday},
                                                 {"sunday", core::WeekStart::kSunday}};
  return *days;
}

// Returns the scale of "decimal(2)"; nothing for another form.
std::optional<int32_t> DecimalScale(absl::string_view text) {
  int32_t scale = 0;
  const bool is_decimal = absl::ConsumePrefix(&text, "decimal(") &&
                          absl::ConsumeSuffix(&text, ")") && absl::SimpleAtoi(text, &scale);
  return is_decimal ? std::optional(scale) : std::nullopt;
}

std::string UnknownType(const std::string& text) {
  if (absl::StartsWith(text, "decimal")) {
    return absl::StrCat("bad type ", core::Quoted(text),
                        "; expected how many decimals and nothing else, such as decimal(2)");
  }
  std::vector<std::string> words = {"decimal(2)"};
  for (const Type type : kColumnTypes) words.emplace_back(core::TypeName(type));
  return absl::StrCat("unknown type ", core::Quoted(text), core::Instead(text, words));
}

class Converter {
 public:
  Converter(const std::filesystem::path& folder, ProblemLog& log) : folder_(folder), log_(log) {}

  core::Source ToSource(const std::string& name, const v1::SourceSpec& source) {
    core::Source result{.name = name,
                        .kind = source.kind(),
                        .root = "",
                        .timezone = source.timezone().empty() ? "UTC" : source.timezone()};
    std::filesystem::path root = (folder_ / source.root()).lexically_normal();
    if (!root.has_filename()) root = root.parent_path();  // drops a slash at the end
    result.root = root.string();
    std::error_code error;
    if (source.kind() == "files" && !std::filesystem::is_directory(root, error)) {
      log_.Add(absl::StrCat("sources.", name, ".root"),
               absl::StrCat("no folder ", core::Quoted(result.root),
                            "; a root is relative to the catalog's folder"));
    }
    return result;
  }

  core::Table ToTable(const std::string& name, const v1::Table& table) {
    core::Table result{.name = name,
                       .source = table.source(),
                       .files = table.files(),
                       .entity = table.entity(),
                       .key = table.key(),
                       .currency = table.currency(),
                       .text = {.delimiter = table.csv().delimiter(), .quote = table.csv().quote()},
                       .columns = {},
                       .joins = {}};
    const std::string path = absl::StrCat("tables.", name, ".columns.");
    for (const auto& [key, column] : table.columns()) {
      result.columns[key] = ToColumn(key, column, path + key);
    }
    for (const auto& [key, join] : table.joins()) {
      result.joins[key] = {.name = key, .table = join.table(), .on = join.on()};
    }
    return result;
  }

  core::Calendar ToCalendar(const v1::Calendar& calendar) {
    core::Calendar result;
    if (!calendar.timezone().empty()) result.timezone = calendar.timezone();
    if (calendar.week_start().empty()) return result;
    const auto day = WeekStarts().find(calendar.week_start());
    if (day != WeekStarts().end()) {
      result.week_start = day->second;
    } else {
      log_.Add("calendar.week_start",
               absl::StrCat("a week cannot start on ", core::Quoted(calendar.week_start()),
                            core::Instead(calendar.week_start(), core::KeysOf(WeekStarts()))));
    }
    return result;
  }

 private:
  core::Column ToColumn(const std::string& name, const v1::Table::Column& column,
                        const std::string& path) {
    core::Column result;
    result.name = name;
    result.from = column.from().empty() ? name : column.from();
    result.format = column.format();
    result.values = {column.values().begin(), column.values().end()};
    result.via = column.via();
    result.nulls = {column.nulls().begin(), column.nulls().end()};
    result.planned = column.planned();
    const std::string type_path = path + ".type";
    if (column.type().empty()) {
      if (log_.IsUnread(type_path)) result.type = Type::kNull;
    } else if (!column.via().empty()) {
      log_.Add(type_path,
               "a column that is taken through a join has the joined column's type; leave it out");
    } else {
      ReadType(column.type(), type_path, result);
    }
    return result;
  }

  void ReadType(const std::string& text, const std::string& path, core::Column& column) {
    for (const Type type : kColumnTypes) {
      if (text != core::TypeName(type)) continue;
      column.type = type;
      return;
    }
    const std::optional<int32_t> scale = DecimalScale(text);
    column.type = scale.has_value() ? Type::kDecimal : Type::kNull;
    column.scale = scale.value_or(0);
    if (!scale.has_value()) log_.AddUnread(log_.PositionOf(path), path, UnknownType(text));
  }

  const std::filesystem::path& folder_;
  ProblemLog& log_;
};

}  // namespace

core::Catalog ToCore(const v1::Catalog& catalog, const std::filesystem::path& folder,
                     ProblemLog& log) {
  Converter converter(folder, log);
  core::Catalog result;
  for (const auto& [name, source] : catalog.sources()) {
    result.sources[name] = converter.ToSource(name, source);
  }
  for (const auto& [name, table] : catalog.tables()) {
    result.tables[name] = converter.ToTable(name, table);
  }
  for (const auto& [name, dimension] : catalog.dimensions()) {
    result.dimensions[name] = {.name = name,
                               .paths = {dimension.paths().begin(), dimension.paths().end()},
                               .labels = {dimension.labels().begin(), dimension.labels().end()}};
  }
  result.calendar = converter.ToCalendar(catalog.calendar());
  return result;
}

}  // namespace madad::config
