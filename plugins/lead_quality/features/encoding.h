// From leads to the numbers that models learn from.
#pragma once

#include <limits>
#include <string>
#include <unordered_map>
#include <vector>

#include "artifact/bytes.h"
#include "features/frame.h"
#include "learners/matrix.h"

namespace lead_quality {

struct EncodingOptions {
  size_t one_hot_limit = 12;  // a category of more values becomes one number
  double least_leads = 20;    // of a value; those of rarer ones are "other"
  double smoothing = 20;      // leads of the usual rate added to each value of a target encoding
  size_t folds = 5;           // of target encoding in training
};

// How one feature becomes columns.
struct FeatureEncoding {
  enum class Form : uint8_t {
    kNumber,  // as it is, and whether it is missing where some are
    kLevels,  // one column for each value, what is missing and what is rare being values too
    kTarget,  // the logit of the rate of its value in training
  };

  std::string name;
  FeatureKind kind = FeatureKind::kNumber;
  Form form = Form::kNumber;
  bool marks_absence = false;                          // of a number
  std::vector<std::string> levels;                     // of kLevels, besides missing and other
  bool has_missing = false, has_other = false;         // of kLevels
  std::unordered_map<std::string, double> rates = {};  // of kTarget: logits by value
  double usual = 0;                                    // of kTarget: the logit of an unknown value
  double missing = 0;                                  // of kTarget: the logit of what is missing

  size_t width() const;
};

// The value of a number, a flag or a timestamp (in days before the lead was created).
// Nulls: NaN.
double NumberOf(const Feature& feature, const Frame& frame, size_t lead);

// What a person reads of a lead's value: the text, the number, "missing".
std::string ValueText(const Feature& feature, const Frame& frame, size_t lead);

// Fitted to the leads of a training.
class Encoder {
 public:
  Encoder() = default;

  // Learns from the features whose `used` is true. Values that training did not see are "other", or
  // nothing where there is no such column; a target encoding takes the usual rate for them.
  // Source of target encoding: Micci-Barreca 2001.
  Encoder(const Frame& frame, const std::vector<bool>& used, const Targets& targets,
          const EncodingOptions& options = {});

  // Returns the leads of the training. Target encodings are out of fold: no lead's own outcome is
  // in its number, else models would learn to trust them too much.
  Matrix EncodeTraining(const Frame& frame, const Targets& targets) const;
  // Returns any other leads, from `begin` up to `end` or the last.
  // Errors: sdk::Error (MADAD_INVALID_ARGUMENT) when a feature is not there or of another kind.
  Matrix Encode(const Frame& frame, size_t begin = 0,
                size_t end = std::numeric_limits<size_t>::max()) const;

  const std::vector<FeatureEncoding>& features() const { return features_; }
  // Of the matrices that it makes; their `feature` is the place in features().
  const std::vector<MatrixColumn>& columns() const { return columns_; }
  // Returns where each of features() is among those of `frame`.
  // Errors: as Encode.
  std::vector<size_t> PlacesIn(const Frame& frame) const;

  void Save(ByteWriter& bytes) const;
  // Errors: sdk::Error (MADAD_DATA_LOSS).
  explicit Encoder(ByteReader& bytes);

 private:
  void MakeColumns();
  Matrix Write(const Frame& frame, const std::vector<size_t>& places, size_t begin,
               size_t end) const;

  EncodingOptions options_;
  std::vector<FeatureEncoding> features_;
  std::vector<MatrixColumn> columns_;
};

}  // namespace lead_quality
