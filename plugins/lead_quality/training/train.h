// From leads to a model.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/encoding.h"
#include "features/frame.h"
#include "learners/learner.h"
#include "training/choose.h"
#include "training/grades.h"
#include "training/report.h"
#include "training/split.h"

namespace lead_quality {

struct TrainOptions {
  SplitOptions split;
  EncodingOptions encoding;
  LeakOptions leaks;
  std::vector<std::string> allowed;  // features to use although they look like leaks
  std::optional<Grades> grades;      // declared; otherwise by the shares below
  GradeShares grade_shares;
  CandidateOptions candidates;
  std::vector<std::string> groups;  // categories whose values are reported on
  Check check = [] {};              // called now and then; what it throws comes out
};

struct Trained {
  std::string bytes;  // the model; empty when the report's diagnosis is not ok
  Report report;
};

// Fewer converted leads than this, or fewer others, in the leads to learn from or in those to
// choose by: nothing is trained, and the diagnosis is too_few_leads.
inline constexpr double kLeastOfEachKind = 5;

// Trains on the leads whose outcome is known: learns from the oldest, chooses and calibrates by
// those after them, reports on the newest, which have no part in the model. `previous` is the model
// in use, or empty; the report says whether the new one should take its place: unless the old one
// ranks the newest leads better by more than a standard error.
// The same leads and options give the same bytes.
// Errors: sdk::Error (MADAD_INVALID_ARGUMENT) when the frame contradicts itself, see CheckFrame.
Trained Train(Frame frame, std::string_view previous = {}, const TrainOptions& options = {});

}  // namespace lead_quality
