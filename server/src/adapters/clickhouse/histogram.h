// Percentiles of the old server by how often each value is there.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace madad::adapters::clickhouse {

// A scan that is grouped twice: by its keys and a sample's values, then by its keys. Exact
// percentiles of the sample need its distinct values with their counts only, which shards can
// make; every other aggregate is kept as the engine's state of it until the second grouping.
class Histogram {
 public:
  // `sample` is printed and nullable; nulls do not count.
  explicit Histogram(std::string sample) : sample_(std::move(sample)) {}

  // Returns what the second grouping says for `function(arguments)`. Of no rows, and of nulls
  // only, that is the default of its type instead of null: a state does not know nulls.
  std::string Merged(std::string_view function, const std::string& arguments);

  // Returns the sample's percentile, interpolated between the nearest two (type 7), null of none.
  static std::string Percentile(double p);

  // Returns the name that key `index` has in the second grouping.
  static std::string Key(size_t index);

  // What the first grouping makes, beside the keys: the value, its count, the states.
  std::vector<std::string> Columns() const;
  // Returns the keys of the first grouping.
  std::vector<std::string> Groups(std::vector<std::string> keys) const;

 private:
  const std::string sample_;
  std::vector<std::string> states_;
};

}  // namespace madad::adapters::clickhouse
