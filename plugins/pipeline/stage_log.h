// The log of who entered which stage when, read into memory.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <madad/sdk/plugin.h>

namespace pipeline {

namespace sdk = madad::sdk;

// What the models over a stage log have in common: their parameters.
struct StageOptions {
  std::string entity = "opportunity";
  std::vector<std::string> stages;
  std::vector<std::string> won = {"won"};
  std::vector<std::string> lost = {"lost"};
  std::vector<std::string> by;
};

// Where a stage stands.
enum class StageKind : uint8_t { kOpen, kWon, kLost };

struct StageEntry {
  int64_t at = 0;        // microseconds
  int64_t sequence = 0;  // decides between entries at one time
  int32_t stage = 0;     // index into StageLog::stages
  int32_t group = 0;     // index into StageLog::groups
  int64_t amount = 0;    // unscaled
  double probability = 0;
  bool has_amount = false;
  bool has_probability = false;
};

// That an entity was won or lost, said beside the log.
struct Closing {
  int32_t stage = 0;
  std::optional<int64_t> at;  // absent: nobody knows when
};

struct LoggedEntity {
  sdk::Value id;
  size_t begin = 0;  // its entries, by time
  size_t end = 0;
  std::optional<Closing> closing = {};  // only where no entry says it
};

struct StageLog {
  struct Stage {
    std::string name;
    StageKind kind = StageKind::kOpen;
    int32_t rank = 0;  // 0 for the first; won and lost are the last
  };

  std::vector<Stage> stages;  // as they were found
  // Values of the `by` dimensions, as they occur together.
  std::vector<std::vector<sdk::Value>> groups;
  std::vector<LoggedEntity> entities;
  std::vector<StageEntry> entries;  // entity by entity; none later than as_of
  int64_t as_of = 0;                // up to where the log is known
  sdk::Notes notes;

  // The stages that are neither won nor lost, in their order.
  std::vector<int32_t> OpenStages() const;
};

// Declares the parameters of StageOptions for a model that derives from it.
template <typename M>
void DeclareStageOptions(sdk::ModelSpec<M>& m) {
  m.Param("entity", static_cast<std::string M::*>(&StageOptions::entity),
          "Whose stages: opportunity, lead, or any that the catalog has a stage log of");
  m.Param("stages", static_cast<std::vector<std::string> M::*>(&StageOptions::stages),
          "The stages, first to last; those that are not named follow, and without any they are in "
          "the order in which entities on average first reach them");
  m.Param("won", static_cast<std::vector<std::string> M::*>(&StageOptions::won),
          "The stages in which an entity is won");
  m.Param("lost", static_cast<std::vector<std::string> M::*>(&StageOptions::lost),
          "The stages in which it is lost");
}

// Declares the input `log`: with amounts and probabilities, when those are asked for.
void DeclareLog(const StageOptions& options, bool with_amounts, sdk::Shape& shape);

// Reads it. Rows without an entity, a stage or a time are left out, and those later than as_of;
// notes say how many. Without an as_of, the log is known up to its newest entry.
StageLog ReadLog(const StageOptions& options, const sdk::Call& call, sdk::Reader& rows);

}  // namespace pipeline
