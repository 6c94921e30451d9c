// What all models of conversion have in common.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "artifact/bytes.h"
#include "learners/matrix.h"

namespace lead_quality {

// A fitted model that gives the logit of the probability that a lead converts.
// Thread: any, at the same time.
class Learner {
 public:
  virtual ~Learner() = default;

  // naive_bayes, elastic_net, boosted_trees; also what its bytes are found by.
  virtual std::string_view name() const = 0;

  // Writes the logit of each row of `x`, which has the columns of the training.
  virtual void Logits(const Matrix& x, std::span<double> logits) const = 0;

  // Writes how much each column moves each row's logit away from what is usual.
  // Shape: x.width() + 1 a row; the last is the same for all rows but for rounding. They add up to
  // the logit.
  virtual void Contributions(const Matrix& x, std::span<double> contributions) const = 0;

  virtual void Save(ByteWriter& bytes) const = 0;
};

// What a fit is worth.
enum class FitDiagnosis {
  kOk,
  kTooFewLeads,   // none at all, or all of weight zero
  kOneClass,      // all leads converted, or none: there is nothing to tell apart
  kNoFeatures,    // the matrix has no columns
  kNotConverged,  // the steps ran out; what they reached is used
};
// Returns the word that reports show: ok, too_few_leads, ...
const char* WordOf(FitDiagnosis diagnosis);

struct FittedLearner {
  FitDiagnosis diagnosis = FitDiagnosis::kOk;
  std::unique_ptr<Learner> learner;  // null unless the diagnosis is kOk or kNotConverged
};

// Returns why leads cannot be learned from; kOk when they can.
FitDiagnosis DiagnoseTraining(const Matrix& x, const Targets& targets);

// Called now and then; what it throws comes out of the fit.
using Check = std::function<void()>;

// Returns the learner that Save wrote.
// Errors: sdk::Error (MADAD_DATA_LOSS) when the bytes are not one of a model of `width` columns.
std::unique_ptr<Learner> LoadLearner(std::string_view name, size_t width, ByteReader& bytes);

}  // namespace lead_quality
