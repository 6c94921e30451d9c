#include "training/apply.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "evaluation/drift.h"
#include "training/drift_report.h"
#include "training/model.h"

namespace lead_quality {
namespace {

constexpr size_t kLeadsAtOnce = 65'536;

LeadScore ScoreOf(const Model& model, const Frame& frame, size_t lead, double logit) {
  LeadScore score{.logit = logit, .probability = model.Probability(logit)};
  const double value = frame.values.empty() ? NAN : frame.values[lead];
  score.expected_value = score.probability * value;
  score.grade = model.grades.Of(score.probability);
  return score;
}

// Whether a lead has not converted and has not matured either.
std::vector<uint8_t> MayConvert(const Model& model, const Frame& frame) {
  std::vector<uint8_t> may(frame.size());
  for (size_t i = 0; i < may.size(); ++i) {
    const bool matured = frame.created_at[i] <= frame.as_of - model.horizon_us;
    may[i] = !matured && frame.converted_at[i] == kNever ? 1 : 0;
  }
  return may;
}

// The rows of the leads that are worth explaining: those that may yet convert before others, the
// likeliest first.
std::vector<uint32_t> WorthExplaining(const std::vector<LeadScore>& scores,
                                      const std::vector<uint8_t>& may, size_t count) {
  std::vector<uint32_t> rows(scores.size());
  std::iota(rows.begin(), rows.end(), 0);
  count = std::min(count, rows.size());
  std::partial_sort(rows.begin(), rows.begin() + static_cast<ptrdiff_t>(count), rows.end(),
                    [&](uint32_t a, uint32_t b) {
                      if (may[a] != may[b]) return may[a] > may[b];
                      return scores[a].logit != scores[b].logit ? scores[a].logit > scores[b].logit
                                                                : a < b;
                    });
  rows.resize(count);
  return rows;
}

void AddNotes(Applied& applied) {
  for (const Drift& drift : applied.drift) {
    if (drift.index < kLargeDrift) break;
    applied.notes.push_back("leads have changed since the training: '" + drift.feature +
                            "' has a stability index above " + std::to_string(kLargeDrift) +
                            "; train again");
  }
}

}  // namespace

Applied Apply(std::string_view bytes, Frame frame, const ApplyOptions& options) {
  CheckFrame(frame);
  const Model model = LoadModel(bytes);
  Applied applied;
  applied.scores.resize(frame.size());
  const size_t blocks = (frame.size() + kLeadsAtOnce - 1) / kLeadsAtOnce;
  std::vector<DriftCounter> counters(blocks, DriftCounter(model, frame.size()));
  options.tasks(blocks, [&](size_t block) {
    options.check();
    const size_t begin = block * kLeadsAtOnce;
    const Matrix x = model.encoder.Encode(frame, begin, begin + kLeadsAtOnce);
    std::vector<double> logits(x.rows);
    model.learner->Logits(x, logits);
    counters[block].Add(x, logits);
    for (size_t i = 0; i < x.rows; ++i) {
      applied.scores[begin + i] = ScoreOf(model, frame, begin + i, logits[i]);
    }
  });
  DriftCounter drift(model, frame.size());
  for (const DriftCounter& counter : counters) drift.Add(counter);
  applied.drift = drift.OfFeatures();
  applied.score_drift = drift.OfScore();
  const std::vector<uint32_t> rows =
      WorthExplaining(applied.scores, MayConvert(model, frame), options.explained);
  applied.explanations = Explain(model, frame, rows, options.reasons);
  AddNotes(applied);
  return applied;
}

}  // namespace lead_quality
