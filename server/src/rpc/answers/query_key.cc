#include "rpc/answers/query_key.h"

#include <cstring>
#include <optional>
#include <string_view>
#include <type_traits>

#include "absl/strings/strip.h"

#include "core/text.h"

namespace madad::rpc {
namespace {

std::string_view WeekStartName(core::WeekStart day) {
  switch (day) {
    case core::WeekStart::kMonday:
      return "monday";
    case core::WeekStart::kSunday:
      return "sunday";
    case core::WeekStart::kSaturday:
      return "saturday";
  }
  return "";
}

// Writes values one after another such that no two lists of them give the same
// text: numbers in full, texts after their length.
class KeyWriter {
 public:
  KeyWriter() { key_.reserve(kUsualSize); }

  template <typename T>
  requires std::is_integral_v<T> || std::is_enum_v<T>
  void Number(T value) {
    const auto wide = static_cast<int64_t>(value);
    char bytes[sizeof(wide)];
    std::memcpy(bytes, &wide, sizeof(wide));
    key_.append(bytes, sizeof(bytes));
  }
  void Text(std::string_view text) {
    Number(text.size());
    key_.append(text);
  }
  void Texts(const std::vector<std::string>& texts) {
    Number(texts.size());
    for (const std::string& text : texts) Text(text);
  }
  void Time(const std::optional<core::Timestamp>& time) {
    Number(time.has_value());
    if (time) Number(time->micros);
  }
  std::string Take() && { return std::move(key_); }

 private:
  // What a query of a board takes, so that its key does not grow piece by piece.
  static constexpr size_t kUsualSize = 512;

  std::string key_;
};

void WriteTime(const core::Query& query, const core::Calendar& calendar, KeyWriter& key) {
  key.Number(query.grain);
  key.Time(query.from);
  key.Time(query.to);
  key.Text(query.during);
  key.Text(query.as_of);
  key.Text(query.timezone.empty() ? calendar.timezone : query.timezone);
  key.Text(query.week_start.empty() ? WeekStartName(calendar.week_start)
                                    : std::string_view(query.week_start));
}

void WriteRows(const core::Query& query, KeyWriter& key) {
  const absl::string_view filter = absl::StripAsciiWhitespace(query.filter);
  key.Text({filter.data(), filter.size()});
  key.Number(query.order.size());
  for (const core::OrderBy& order : query.order) {
    key.Text(order.column);
    key.Number(order.descending);
  }
  key.Number(query.limit);
}

void WriteAdditions(const core::Query& query, KeyWriter& key) {
  key.Number(query.comparison);
  for (const bool addition :
       {query.share, query.interval, query.total, query.targets, query.explain}) {
    key.Number(addition);
  }
}

}  // namespace

std::string QueryKey(const core::Query& query, const core::Catalog& catalog) {
  KeyWriter key;
  key.Texts(query.metrics);
  key.Number(query.parameters.size());
  for (const auto& [name, value] : query.parameters) {
    key.Text(name);
    key.Text(value);
  }
  key.Texts(query.dimensions);
  WriteTime(query, catalog.calendar, key);
  WriteRows(query, key);
  WriteAdditions(query, key);
  return std::move(key).Take();
}

uint64_t DefinitionsNumbers::Of(const std::shared_ptr<const core::Definitions>& definitions) {
  for (const auto& [known, number] : known_) {
    if (!known.owner_before(definitions) && !definitions.owner_before(known)) return number;
  }
  std::erase_if(known_, [](const auto& one) { return one.first.expired(); });
  known_.emplace_back(definitions, ++last_);
  return last_;
}

}  // namespace madad::rpc
