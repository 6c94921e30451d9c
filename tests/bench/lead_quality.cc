// Models of lead quality:
//   madad_lead_quality_bench train [LEADS]   boosted trees from a frame, beside XGBoost called
//                                            directly on the same matrix; 1 million
//   madad_lead_quality_bench score [LEADS]   a stored model's scores, the likeliest leads explained
//   madad_lead_quality_bench all [LEADS]     the whole training: guard, three candidates, report
#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "bench/cost.h"
#include "bench/memory.h"
#include "learners/boosted_trees.h"
#include "learners/xgboost.h"
#include "training/apply.h"
#include "training/model.h"
#include "training/train.h"
#include "unit/plugins/lead_quality/random.h"

namespace {

using namespace lead_quality;
using madad::bench::Cost;
using madad::bench::PeakResidentBytes;

constexpr int kRounds = 100;
constexpr int kRuns = 3;

double Megabytes(int64_t bytes) { return static_cast<double>(bytes) / 1e6; }

// 22 numbers, of which 4 are missing now and then, and 8 categories of 5 values.
Frame MakeFrame(size_t leads) {
  Random random(9);
  Frame frame;
  frame.as_of = static_cast<int64_t>(leads) + 1;
  std::vector<double> logits(leads, -2.2);
  for (int j = 0; j < 30; ++j) {
    const bool number = j < 22;
    Feature& feature = frame.features.emplace_back();
    feature.name = "f" + std::to_string(j);
    feature.kind = number ? FeatureKind::kNumber : FeatureKind::kCategory;
    if (!number) feature.dictionary = {"a", "b", "c", "d", "e"};
    for (size_t i = 0; i < leads; ++i) {
      if (number) {
        const bool missing = j % 6 == 5 && random.Uniform() < .1;
        feature.numbers.push_back(missing ? NAN : random.Normal());
        if (j < 8 && !missing) logits[i] += (j % 2 == 0 ? .4 : -.4) * feature.numbers.back();
      } else {
        feature.codes.push_back(static_cast<int32_t>(random.Below(5)));
        if (j < 25) logits[i] += .2 * (feature.codes.back() - 2);
      }
    }
  }
  for (size_t i = 0; i < leads; ++i) {
    const auto created = static_cast<int64_t>(i);
    frame.ids.push_back(std::to_string(i));
    frame.created_at.push_back(created);
    const bool won = random.Uniform() < 1 / (1 + std::exp(-logits[i]));
    frame.converted_at.push_back(won ? created : kNever);
  }
  return frame;
}

std::vector<uint8_t> ConvertedOf(const Frame& frame) {
  std::vector<uint8_t> converted;
  for (const int64_t at : frame.converted_at) converted.push_back(at != kNever ? 1 : 0);
  return converted;
}

BoostedTreesOptions Options() { return {.rounds = kRounds, .patience = kRounds}; }

BoostedTreesFit FitFromFrame(const Frame& frame, const Targets& targets) {
  const Encoder encoder(frame, std::vector<bool>(frame.features.size(), true), targets);
  return FitBoostedTrees(encoder.EncodeTraining(frame, targets), targets, Options());
}

// The same trees, as somebody would grow them who has the arrays at hand.
void GrowDirectly(const Matrix& before, const Matrix& after, const Targets& known,
                  const Targets& held_out) {
  const BoostedTreesOptions options = Options();
  const XgbRows rows(before, known, 1), watched(after, held_out, 1);
  XgbBooster booster(rows);
  booster.Set("objective", "binary:logistic");
  booster.Set("eval_metric", "logloss");
  booster.Set("tree_method", "hist");
  booster.Set("max_depth", std::to_string(options.depth));
  booster.Set("eta", std::to_string(options.learning_rate));
  booster.Set("min_child_weight", std::to_string(options.least_weight));
  booster.Set("nthread", "1");
  booster.Set("verbosity", "0");
  for (int round = 0; round < kRounds; ++round) {
    booster.Update(round, rows);
    booster.LogLoss(round, watched);
  }
}

int BenchTrain(size_t leads) {
  const Frame frame = MakeFrame(leads);
  const std::vector<uint8_t> converted = ConvertedOf(frame);
  const Targets targets{converted, {}};
  PeakResidentBytes();
  Cost ours, direct;
  for (int run = 0; run < kRuns; ++run) ours.Measure([&] { FitFromFrame(frame, targets); });
  const double ours_peak = Megabytes(PeakResidentBytes());
  const Encoder encoder(frame, std::vector<bool>(frame.features.size(), true), targets);
  const size_t columns = encoder.columns().size();
  const auto border = static_cast<size_t>(std::ceil(static_cast<double>(leads) * .85));
  const Matrix before = encoder.Encode(frame, 0, border), after = encoder.Encode(frame, border);
  for (int run = 0; run < kRuns; ++run) {
    direct.Measure([&] {
      GrowDirectly(before, after, targets.Slice(0, border), targets.Slice(border, leads));
    });
  }
  const double direct_peak = Megabytes(PeakResidentBytes());
  std::printf("%zu leads, 30 features in %zu columns, %d trees\n", leads, columns, kRounds);
  std::printf("from the frame:   %7.2f s, %7.2f s processor, at most %.0f MB\n", ours.wall,
              ours.processor, ours_peak);
  std::printf("XGBoost directly: %7.2f s, %7.2f s processor, at most %.0f MB\n", direct.wall,
              direct.processor, direct_peak);
  std::printf("ratio %.3f, of processor time %.3f\n", ours.wall / direct.wall,
              ours.processor / direct.processor);
  return 0;
}

// On two threads, as the server has them.
void InTwoThreads(size_t count, const std::function<void(size_t)>& task) {
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i = next++; i < count; i = next++) task(i);
  };
  std::thread other(work);
  work();
  other.join();
}

int BenchScore(size_t leads) {
  const Frame frame = MakeFrame(leads);
  std::string bytes;
  {
    std::vector<uint32_t> rows;
    for (uint32_t i = 0; i < std::min<size_t>(leads, 100'000); ++i) rows.push_back(i);
    const Frame some = TakeLeads(frame, rows);
    const std::vector<uint8_t> converted = ConvertedOf(some);
    const Targets targets{converted, {}};
    Model model;
    model.encoder = Encoder(some, std::vector<bool>(some.features.size(), true), targets);
    const Matrix x = model.encoder.Encode(some);
    model.learner = FitBoostedTrees(x, targets, Options()).learner;
    std::vector<double> logits(x.rows);
    model.learner->Logits(x, logits);
    model.calibrator = FitCalibrator({logits, converted});
    model.baseline = MakeBaseline(x, logits);
    bytes = SaveModel(model);
  }
  for (const size_t explained : {size_t{0}, size_t{1000}}) {
    Cost cost;
    PeakResidentBytes();
    for (int run = 0; run < kRuns; ++run) {
      Frame copy = frame;
      cost.Measure(
          [&] { Apply(bytes, std::move(copy), {.explained = explained, .tasks = InTwoThreads}); });
    }
    std::printf("%zu leads, %4zu explained: %.3f s, %.2f million leads a second, at most %.0f MB\n",
                leads, explained, cost.wall, static_cast<double>(leads) / cost.wall / 1e6,
                Megabytes(PeakResidentBytes()));
  }
  return 0;
}

int BenchAll(size_t leads) {
  TrainOptions options;
  options.split.horizon_us = 0;
  Frame frame = MakeFrame(leads);
  PeakResidentBytes();
  Cost cost;
  Report report;
  cost.Measure([&] { report = Train(std::move(frame), {}, options).report; });
  std::printf("%zu leads: %.1f s, at most %.0f MB; %s, AUC %.4f\n", leads, cost.wall,
              Megabytes(PeakResidentBytes()), report.chosen.c_str(),
              report.quality.auc.has_value() ? report.quality.auc->value : NAN);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  const size_t leads = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1'000'000;
  if (what == "train") return BenchTrain(leads);
  if (what == "score") return BenchScore(leads);
  if (what == "all") return BenchAll(leads);
  std::fprintf(stderr, "usage: madad_lead_quality_bench train|score|all [LEADS]\n");
  return 2;
}
