#include "engines/random_query.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "engines/dataset.h"

namespace madad::engines {
namespace {

class Asker {
 public:
  explicit Asker(std::mt19937& random) : random_(random) {}

  size_t Below(size_t limit) { return random_() % limit; }
  template <typename T>
  const T& Any(const std::vector<T>& of) {
    return of[Below(of.size())];
  }

  std::string Text() {
    return absl::StrCat("'", absl::StrReplaceAll(Any(OddTexts()), {{"'", "''"}}), "'");
  }

  std::string Condition(int depth) {
    static const std::vector<std::string> names = {"source", "region", "owner"};
    const std::string name = Any(names);
    switch (Below(depth > 0 ? 9 : 6)) {
      case 0:
        return absl::StrCat(name, " = ", Text());
      case 1:
        return absl::StrCat(name, " IN (", Text(), ", ", Text(), ", ", Text(), ")");
      case 2:
        return absl::StrCat(name, " IS NULL");
      case 3:
        return absl::StrCat(
            name, " LIKE '",
            Any(std::vector<std::string>{"w%", "%b", "a_b", "%'", "_", "%ג%", "100%"}) == "%'"
                ? "%''%"
                : "w%",
            "'");
      case 4:
        return absl::StrCat(name, " >= ", Text());
      case 5:
        return absl::StrCat("lower(", name, ") = 'web'");
      case 6:
        return absl::StrCat("(", Condition(depth - 1), " AND ", Condition(depth - 1), ")");
      case 7:
        return absl::StrCat("(", Condition(depth - 1), " OR ", Condition(depth - 1), ")");
      default:
        return absl::StrCat("NOT (", Condition(depth - 1), ")");
    }
  }

 private:
  std::mt19937& random_;
};

}  // namespace

core::Query RandomQuery(std::mt19937& random, const std::vector<std::string>& metrics) {
  Asker asker(random);
  core::Query query;
  for (size_t i = 0; i <= asker.Below(3); ++i) query.metrics.push_back(asker.Any(metrics));
  static const std::vector<std::string> dimensions = {"source", "region", "owner"};
  if (asker.Below(2) == 0) query.dimensions.push_back(asker.Any(dimensions));
  query.grain = static_cast<core::Grain>(asker.Below(6));
  static const std::vector<std::string> zones = {"UTC", "Asia/Jerusalem", "America/New_York",
                                                 "Australia/Lord_Howe", "Asia/Kathmandu"};
  query.timezone = asker.Any(zones);
  static const std::vector<std::string> starts = {"monday", "sunday", "saturday"};
  query.week_start = asker.Any(starts);
  static const std::vector<std::string> ranges = {"",        "2024",    "2024-Q1",
                                                  "2024-03", "2024-10", "last-90d"};
  query.during = asker.Any(ranges);
  if (asker.Below(3) != 0) query.filter = asker.Condition(2);
  query.interval = asker.Below(4) == 0;
  query.total = asker.Below(4) == 0;
  query.share = asker.Below(6) == 0 && !query.dimensions.empty();
  return query;
}

std::string Describe(const core::Query& query) {
  return absl::StrCat(absl::StrJoin(query.metrics, ","), " by ",
                      absl::StrJoin(query.dimensions, ","), " grain ",
                      static_cast<int>(query.grain), " ", query.timezone, " ", query.week_start,
                      " during ", query.during, " where ", query.filter);
}

}  // namespace madad::engines
