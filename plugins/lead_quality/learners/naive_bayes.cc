#include "learners/naive_bayes.h"

#include <algorithm>
#include <cmath>

#include "evaluation/woe.h"
#include "learners/feature_bins.h"

namespace lead_quality {
namespace {

// What each value of one feature says.
struct Evidence {
  FeatureBins bins;
  std::vector<double> weights;  // of each bin
  double mean = 0;              // weight, in training
};

class NaiveBayes : public Learner {
 public:
  NaiveBayes(size_t width, double prior, std::vector<Evidence> evidence)
      : width_(width), prior_(prior), evidence_(std::move(evidence)) {
    base_ = prior_;
    for (const Evidence& e : evidence_) base_ += e.mean;
  }

  std::string_view name() const override { return "naive_bayes"; }

  void Logits(const Matrix& x, std::span<double> logits) const override {
    for (size_t i = 0; i < x.rows; ++i) {
      const float* row = x.Row(i);
      double logit = prior_;
      for (const Evidence& e : evidence_) logit += e.weights[e.bins.Find(row).bin];
      logits[i] = logit;
    }
  }

  void Contributions(const Matrix& x, std::span<double> contributions) const override {
    std::fill(contributions.begin(), contributions.end(), 0);
    for (size_t i = 0; i < x.rows; ++i) {
      double* out = contributions.data() + i * (width_ + 1);
      for (const Evidence& e : evidence_) {
        const FeatureBins::Found found = e.bins.Find(x.Row(i));
        out[found.column] += e.weights[found.bin] - e.mean;
      }
      out[width_] = base_;
    }
  }

  void Save(ByteWriter& bytes) const override {
    bytes.Double(prior_);
    bytes.U64(evidence_.size());
    for (const Evidence& e : evidence_) {
      e.bins.Save(bytes);
      bytes.Doubles(e.weights);
      bytes.Double(e.mean);
    }
  }

 private:
  size_t width_;
  double prior_, base_;
  std::vector<Evidence> evidence_;
};

// The weights of the values that leads have; none of the others, which say nothing.
void Weigh(Evidence& e, const Matrix& x, const Targets& targets, double smoothing) {
  std::vector<ValueCounts> counts(e.bins.size());
  for (size_t i = 0; i < x.rows; ++i) {
    ValueCounts& count = counts[e.bins.Find(x.Row(i)).bin];
    (targets.converted[i] != 0 ? count.positives : count.negatives) += targets.Weight(i);
  }
  std::vector<ValueCounts> seen;
  std::vector<size_t> place;
  for (size_t v = 0; v < counts.size(); ++v) {
    if (!(counts[v].positives + counts[v].negatives > 0)) continue;
    seen.push_back(counts[v]);
    place.push_back(v);
  }
  const WeightsOfEvidence evidence = WeighEvidence(seen, smoothing);
  e.weights.assign(counts.size(), 0);
  double leads = 0;
  for (size_t k = 0; k < seen.size(); ++k) {
    e.weights[place[k]] = evidence.weights[k];
    const double count = seen[k].positives + seen[k].negatives;
    e.mean += count * evidence.weights[k];
    leads += count;
  }
  e.mean /= leads;
}

}  // namespace

FittedLearner FitNaiveBayes(const Matrix& x, const Targets& targets,
                            const NaiveBayesOptions& options) {
  const FitDiagnosis diagnosis = DiagnoseTraining(x, targets);
  if (diagnosis != FitDiagnosis::kOk) return {diagnosis, nullptr};
  std::vector<Evidence> features;
  for (FeatureBins& bins : BinFeatures(x, options.bins)) {
    Weigh(features.emplace_back(Evidence{.bins = std::move(bins)}), x, targets, options.smoothing);
  }
  const ClassWeights weights = Weigh(targets);
  const double prior = std::log(weights.positives / weights.negatives);
  return {FitDiagnosis::kOk, std::make_unique<NaiveBayes>(x.width(), prior, std::move(features))};
}

std::unique_ptr<Learner> LoadNaiveBayes(size_t width, ByteReader& bytes) {
  const double prior = bytes.Double();
  std::vector<Evidence> features(bytes.Count(8));
  for (Evidence& e : features) {
    e.bins = FeatureBins::Load(width, bytes);
    e.weights = bytes.Doubles();
    e.mean = bytes.Double();
    if (e.weights.size() != e.bins.size()) {
      throw sdk::Error(MADAD_DATA_LOSS, "the stored naive Bayes model has bins without weights",
                       MADAD_SOURCE_DATA);
    }
  }
  return std::make_unique<NaiveBayes>(width, prior, std::move(features));
}

}  // namespace lead_quality
