// Rows with their ranks, for aggregates that need an order.
#pragma once

#include <string>
#include <vector>

namespace madad::adapters::mysql {

// MySQL has no percentile and no arg_max. An inner SELECT computes what the
// aggregates are of and numbers the rows of each group in the order of a value;
// the outer one picks the rows it needs by their number. Everything in one pass
// over the table, whatever other aggregates there are.
class Ranked {
 public:
  // Returns the column of the outer SELECT that has the value of `sql`.
  std::string Value(const std::string& sql);
  // Returns the column that numbers the rows of a group in which `value` (a
  // column that `Value` returned) is not null, from 1, in its order.
  std::string Rank(const std::string& value, bool descending);
  // Returns the column that has how many of a row's group are null as `value` is.
  std::string Count(const std::string& value);

  // Returns the outer SELECT's FROM: `from` with WHERE is the inner one's, the
  // values of `groups` are its columns g0, g1, ...
  std::string From(const std::vector<std::string>& groups, const std::string& from) const;

 private:
  static std::string Find(std::vector<std::string>& known, const std::string& sql,
                          const char* prefix);

  std::vector<std::string> values_;
  std::vector<std::string> ranks_;   // how each is partitioned and ordered
  std::vector<std::string> counts_;  // by which
};

}  // namespace madad::adapters::mysql
