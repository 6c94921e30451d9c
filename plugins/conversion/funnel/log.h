// A stage log, as the model reads it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <madad/sdk/reader.h>

#include "funnel/engine.h"
#include "funnel/parameters.h"

namespace conversion::funnel {

// Breakdowns, numbered as they come.
class Groups {
 public:
  using Key = std::vector<std::optional<std::string>>;  // one for each dimension; null is a group

  uint32_t CodeOf(const std::vector<sdk::AnyView>& dimensions, size_t row);
  // Without dimensions there is one group from the start.
  explicit Groups(bool has_dimensions);
  size_t size() const { return keys_.size(); }
  const Key& operator[](size_t group) const { return keys_[group]; }
  // The groups in the order of their texts, nulls last.
  std::vector<size_t> InOrder() const;

 private:
  BlockPool pool_;
  EntityTable codes_{pool_};
  EntityIndex index_;
  std::vector<Key> keys_;
  std::string written_;
};

// An event of the entity whose events are to be told one by one.
struct TracedEvent {
  int64_t time = 0;
  int64_t sequence = kForever;
  StageCode code = kOther;
  std::string stage;
};

// What a log held besides the events that the engine has.
struct LogFacts {
  int64_t rows = 0;
  int64_t without_entity = 0;
  int64_t without_stage = 0;
  int64_t without_time = 0;
  int64_t amounts = 0;
  int64_t latest = std::numeric_limits<int64_t>::min();
  std::set<std::string> other_stages;  // a few that the funnel does not name
  std::vector<int64_t> by_code;        // events of each stage that it names
  std::vector<TracedEvent> traced;
};

class LogReader {
 public:
  LogReader(const Rules& rules, const Parameters& parameters)
      : rules_(rules), parameters_(parameters), groups_(!parameters.by.empty()) {}

  // Reads all of `log` into `engine`.
  // Errors: what the stream and Call::Check throw; MADAD_FAILED_PRECONDITION when
  // a column is of a type that cannot be read.
  void Read(const sdk::Call& call, sdk::Reader& log, Engine& engine);
  // How many of an amount's units one is: those of doubles are rounded to it.
  static constexpr int64_t kPerDouble = 10'000;

  Groups& groups() { return groups_; }
  const LogFacts& facts() const { return facts_; }

 private:
  struct Batch;

  void ReadBatch(sdk::Reader& log, Engine& engine);
  void AddOtherStage(std::string_view stage);

  const Rules& rules_;
  const Parameters& parameters_;
  Groups groups_;
  LogFacts facts_;
  std::string last_other_;
};

}  // namespace conversion::funnel
