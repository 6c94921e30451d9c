#include "features/encoding.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "features/learn_encoding.h"
#include "features/target_rates.h"

namespace lead_quality {
namespace {

using Form = FeatureEncoding::Form;

constexpr char kMissingText[] = "missing";
constexpr char kOtherText[] = "other";

// One feature's columns in the matrix, of the leads from `begin` up to `end`.
struct ColumnWriter {
  void Set(size_t lead, size_t column, double value) {
    at[(lead - begin) * width + column] = static_cast<float>(value);
  }

  float* at;
  size_t width, begin, end;
};

void WriteNumbers(const Frame& frame, const Feature& feature, const FeatureEncoding& encoding,
                  ColumnWriter out) {
  constexpr double kLargest = std::numeric_limits<float>::max();
  for (size_t i = out.begin; i < out.end; ++i) {
    const double value = NumberOf(feature, frame, i);
    out.Set(i, 0, std::isnan(value) ? value : std::clamp(value, -kLargest, kLargest));
    if (encoding.marks_absence) out.Set(i, 1, std::isnan(value) ? 1 : 0);
  }
}

void WriteLevels(const Feature& feature, const FeatureEncoding& encoding, ColumnWriter out) {
  const size_t levels = encoding.levels.size();
  const size_t nowhere = encoding.width();
  const size_t other = encoding.has_other ? levels + encoding.has_missing : nowhere;
  std::vector<size_t> column(feature.dictionary.size() + 1, other);
  for (size_t code = 0; code < feature.dictionary.size(); ++code) {
    const auto level =
        std::find(encoding.levels.begin(), encoding.levels.end(), feature.dictionary[code]);
    if (level != encoding.levels.end()) column[code] = level - encoding.levels.begin();
  }
  column.back() = encoding.has_missing ? levels : nowhere;
  for (size_t i = out.begin; i < out.end; ++i) {
    const size_t at = column[TargetRates::PlaceOf(feature, i)];
    if (at != nowhere) out.Set(i, at, 1);
  }
}

void WriteRates(const Feature& feature, const FeatureEncoding& encoding, ColumnWriter out) {
  std::vector<double> logits(feature.dictionary.size() + 1, encoding.usual);
  for (size_t code = 0; code < feature.dictionary.size(); ++code) {
    const auto rate = encoding.rates.find(feature.dictionary[code]);
    if (rate != encoding.rates.end()) logits[code] = rate->second;
  }
  logits.back() = encoding.missing;
  for (size_t i = out.begin; i < out.end; ++i) {
    out.Set(i, 0, logits[TargetRates::PlaceOf(feature, i)]);
  }
}

}  // namespace

size_t FeatureEncoding::width() const {
  if (form == Form::kNumber) return marks_absence ? 2 : 1;
  return form == Form::kTarget ? 1 : levels.size() + has_missing + has_other;
}

double NumberOf(const Feature& feature, const Frame& frame, size_t lead) {
  if (feature.kind != FeatureKind::kTimestamp) return feature.numbers[lead];
  if (feature.instants[lead] == kNever) return NAN;
  const double apart =
      static_cast<double>(frame.created_at[lead]) - static_cast<double>(feature.instants[lead]);
  return apart / static_cast<double>(kDayUs);
}

std::string ValueText(const Feature& feature, const Frame& frame, size_t lead) {
  if (feature.IsNull(lead)) return kMissingText;
  if (feature.IsText()) return feature.dictionary[feature.codes[lead]];
  const double value = NumberOf(feature, frame, lead);
  if (feature.kind == FeatureKind::kFlag) return value != 0 ? "yes" : "no";
  char text[48];
  std::snprintf(text, sizeof(text), feature.kind == FeatureKind::kTimestamp ? "%.1f days" : "%.6g",
                value);
  return text;
}

Encoder::Encoder(const Frame& frame, const std::vector<bool>& used, const Targets& targets,
                 const EncodingOptions& options)
    : options_(options) {
  for (size_t f = 0; f < frame.features.size(); ++f) {
    const Feature& feature = frame.features[f];
    if (!used[f] || feature.kind == FeatureKind::kText) continue;
    features_.push_back(LearnEncoding(frame, feature, targets, options));
  }
  MakeColumns();
}

void Encoder::MakeColumns() {
  for (uint32_t f = 0; f < features_.size(); ++f) {
    const FeatureEncoding& e = features_[f];
    if (e.form != Form::kLevels) columns_.push_back({e.name, ColumnKind::kNumber, f});
    if (e.marks_absence) columns_.push_back({e.name + " missing", ColumnKind::kAbsence, f});
    if (e.form != Form::kLevels) continue;
    const auto add = [&](const std::string& level) {
      columns_.push_back({e.name + " = " + level, ColumnKind::kLevel, f});
    };
    for (const std::string& level : e.levels) add(level);
    if (e.has_missing) add(kMissingText);
    if (e.has_other) add(kOtherText);
  }
}

std::vector<size_t> Encoder::PlacesIn(const Frame& frame) const {
  std::vector<size_t> places;
  for (const FeatureEncoding& e : features_) {
    const auto found = std::find_if(frame.features.begin(), frame.features.end(),
                                    [&](const Feature& feature) { return feature.name == e.name; });
    if (found == frame.features.end() || found->IsText() != (e.kind == FeatureKind::kCategory)) {
      const bool there = found != frame.features.end();
      throw sdk::Error(MADAD_INVALID_ARGUMENT,
                       "the model was trained with the feature '" + e.name + "', " +
                           (there ? "which is of another kind now" : "which is not there") +
                           "; provide it, or train again without it",
                       MADAD_SOURCE_DATA);
    }
    places.push_back(found - frame.features.begin());
  }
  return places;
}

Matrix Encoder::Write(const Frame& frame, const std::vector<size_t>& places, size_t begin,
                      size_t end) const {
  Matrix x{.columns = columns_, .rows = end - begin};
  x.values.assign(x.rows * columns_.size(), 0.0F);
  ColumnWriter out{x.values.data(), columns_.size(), begin, end};
  for (size_t f = 0; f < features_.size(); ++f) {
    const Feature& feature = frame.features[places[f]];
    const FeatureEncoding& encoding = features_[f];
    if (encoding.form == Form::kNumber) WriteNumbers(frame, feature, encoding, out);
    if (encoding.form == Form::kLevels) WriteLevels(feature, encoding, out);
    if (encoding.form == Form::kTarget) WriteRates(feature, encoding, out);
    out.at += encoding.width();
  }
  return x;
}

Matrix Encoder::Encode(const Frame& frame, size_t begin, size_t end) const {
  return Write(frame, PlacesIn(frame), begin, std::min(end, frame.size()));
}

Matrix Encoder::EncodeTraining(const Frame& frame, const Targets& targets) const {
  const std::vector<size_t> places = PlacesIn(frame);
  Matrix x = Write(frame, places, 0, frame.size());
  ColumnWriter out{x.values.data(), columns_.size(), 0, frame.size()};
  for (size_t f = 0; f < features_.size(); ++f) {
    if (features_[f].form == Form::kTarget) {
      const std::vector<double> logits =
          OutOfFoldLogits(frame.features[places[f]], targets, options_.folds, options_.smoothing);
      for (size_t i = 0; i < logits.size(); ++i) out.Set(i, 0, logits[i]);
    }
    out.at += features_[f].width();
  }
  return x;
}

}  // namespace lead_quality
