#include "stays.h"

#include <algorithm>

namespace pipeline {
namespace {

class EntityWalk {
 public:
  EntityWalk(const StageLog& log, size_t entity, std::vector<Stay>& stays)
      : log_(log), entity_(entity), stays_(stays), first_(stays.size()) {}

  // Returns whether the end of the last stay is unknown, so that it is left out.
  bool Walk() {
    const LoggedEntity& entity = log_.entities[entity_];
    for (size_t i = entity.begin; i < entity.end; ++i) Enter(log_.entries[i]);
    if (!entity.closing || !open_) return false;
    if (!entity.closing->at) {
      stays_.pop_back();
      MarkAdvanced(entity.closing->stage);
      return true;
    }
    Leave(std::max(stays_.back().entered_at, *entity.closing->at), entity.closing->stage);
    return false;
  }

 private:
  const StageLog::Stage& StageAt(int32_t stage) const {
    return log_.stages[static_cast<size_t>(stage)];
  }

  void Enter(const StageEntry& entry) {
    if (open_ && stays_.back().stage == entry.stage) return;
    if (open_) Leave(entry.at, entry.stage);
    if (StageAt(entry.stage).kind != StageKind::kOpen) return;
    int32_t visit = 1;
    for (size_t i = first_; i < stays_.size(); ++i) visit += stays_[i].stage == entry.stage;
    // After a closing that was taken back, nobody left for this stage.
    MarkAdvanced(entry.stage);
    stays_.push_back({.entity = entity_,
                      .stage = entry.stage,
                      .group = entry.group,
                      .visit = visit,
                      .entered_at = entry.at,
                      .left_at = log_.as_of});
    open_ = true;
  }

  void Leave(int64_t at, int32_t next) {
    Stay& stay = stays_.back();
    stay.left_at = at;
    stay.next = next;
    stay.end = EndOf(stay.stage, next);
    open_ = false;
    MarkAdvanced(next);
  }

  StayEnd EndOf(int32_t stage, int32_t next) const {
    const StageLog::Stage& to = StageAt(next);
    if (to.kind == StageKind::kWon) return StayEnd::kWon;
    if (to.kind == StageKind::kLost) return StayEnd::kLost;
    return to.rank > StageAt(stage).rank ? StayEnd::kForward : StayEnd::kBack;
  }

  // The entity is in `stage`, so its stays in earlier ones led further.
  void MarkAdvanced(int32_t stage) {
    if (StageAt(stage).kind == StageKind::kLost) return;
    for (size_t i = first_; i < stays_.size(); ++i) {
      Stay& stay = stays_[i];
      stay.advanced = stay.advanced || StageAt(stay.stage).rank < StageAt(stage).rank;
    }
  }

  const StageLog& log_;
  const size_t entity_;
  std::vector<Stay>& stays_;
  const size_t first_;
  bool open_ = false;
};

}  // namespace

const char* WordOf(StayEnd end) {
  switch (end) {
    case StayEnd::kStillThere:
      return "still there";
    case StayEnd::kForward:
      return "forward";
    case StayEnd::kBack:
      return "back";
    case StayEnd::kWon:
      return "won";
    case StayEnd::kLost:
      return "lost";
  }
  return "";
}

std::vector<Stay> StaysOf(StageLog& log) {
  std::vector<Stay> stays;
  int64_t unknown = 0;
  for (size_t i = 0; i < log.entities.size(); ++i) unknown += EntityWalk(log, i, stays).Walk();
  if (unknown > 0) {
    log.notes.Add("OUTCOMES_WITHOUT_TIME",
                  "entities are won or lost, nobody knows when; their last stays are left out",
                  unknown);
  }
  return stays;
}

}  // namespace pipeline
