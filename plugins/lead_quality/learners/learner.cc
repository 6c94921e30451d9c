#include "learners/learner.h"

#include "learners/boosted_trees.h"
#include "learners/elastic_net.h"
#include "learners/naive_bayes.h"

namespace lead_quality {

const char* WordOf(FitDiagnosis diagnosis) {
  switch (diagnosis) {
    case FitDiagnosis::kOk:
      return "ok";
    case FitDiagnosis::kTooFewLeads:
      return "too_few_leads";
    case FitDiagnosis::kOneClass:
      return "one_class";
    case FitDiagnosis::kNoFeatures:
      return "no_features";
    case FitDiagnosis::kNotConverged:
      return "not_converged";
  }
  return "unknown";
}

FitDiagnosis DiagnoseTraining(const Matrix& x, const Targets& targets) {
  const ClassWeights weights = Weigh(targets);
  if (!(weights.sum() > 0)) return FitDiagnosis::kTooFewLeads;
  if (!weights.both()) return FitDiagnosis::kOneClass;
  return x.width() == 0 ? FitDiagnosis::kNoFeatures : FitDiagnosis::kOk;
}

std::unique_ptr<Learner> LoadLearner(std::string_view name, size_t width, ByteReader& bytes) {
  if (name == "naive_bayes") return LoadNaiveBayes(width, bytes);
  if (name == "elastic_net") return LoadElasticNet(width, bytes);
  if (name == "boosted_trees") return LoadBoostedTrees(width, bytes);
  throw sdk::Error(MADAD_DATA_LOSS,
                   "the stored model is a '" + std::string(name) +
                       "', which this version does not know; train it again",
                   MADAD_SOURCE_DATA);
}

}  // namespace lead_quality
