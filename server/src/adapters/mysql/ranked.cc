#include "adapters/mysql/ranked.h"

#include <algorithm>

#include "absl/strings/str_join.h"

#include "core/text.h"

namespace madad::adapters::mysql {

std::string Ranked::Find(std::vector<std::string>& known, const std::string& sql,
                         const char* prefix) {
  auto found = std::find(known.begin(), known.end(), sql);
  if (found == known.end()) found = known.insert(found, sql);
  return core::Cat("q.", prefix, found - known.begin());
}

std::string Ranked::Value(const std::string& sql) { return Find(values_, sql, "v"); }

std::string Ranked::Rank(const std::string& value, bool descending) {
  return Find(ranks_, core::Cat(value, " IS NULL ORDER BY ", value, descending ? " DESC" : ""),
              "n");
}

std::string Ranked::Count(const std::string& value) {
  return Find(counts_, core::Cat(value, " IS NULL"), "c");
}

std::string Ranked::From(const std::vector<std::string>& groups, const std::string& from) const {
  std::vector<std::string> inner;
  std::vector<std::string> names;
  for (size_t i = 0; i < groups.size(); ++i) {
    inner.push_back(core::Cat(groups[i], " AS g", i));
    names.push_back(core::Cat("q.g", i, ", "));
  }
  for (size_t i = 0; i < values_.size(); ++i) inner.push_back(core::Cat(values_[i], " AS v", i));
  std::vector<std::string> outer = {"q.*"};
  for (size_t i = 0; i < ranks_.size(); ++i) {
    outer.push_back(core::Cat("ROW_NUMBER() OVER (PARTITION BY ", absl::StrJoin(names, ""),
                              ranks_[i], ") AS n", i));
  }
  for (size_t i = 0; i < counts_.size(); ++i) {
    outer.push_back(core::Cat("COUNT(*) OVER (PARTITION BY ", absl::StrJoin(names, ""), counts_[i],
                              ") AS c", i));
  }
  return core::Cat("\nFROM (SELECT ", absl::StrJoin(outer, ",\n       "), "\nFROM (SELECT ",
                   absl::StrJoin(inner, ",\n       "), from, ") AS q) AS q");
}

}  // namespace madad::adapters::mysql
