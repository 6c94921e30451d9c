#include "training/model.h"

#include <utility>

namespace lead_quality {
namespace {

constexpr std::string_view kMark = "MADADLQ\n";
constexpr uint64_t kVersion = 1;
constexpr size_t kFrame = 8 + 8 + 8 + 8;  // mark, version, length, checksum

[[noreturn]] void Refuse(const std::string& why) {
  throw sdk::Error(MADAD_DATA_LOSS, "the stored model of lead quality " + why + "; train it again",
                   MADAD_SOURCE_DATA);
}

// FNV-1a (Fowler, Noll & Vo): any one byte that differs makes it differ.
uint64_t Checksum(std::string_view bytes) {
  uint64_t sum = 0xCBF29CE484222325;
  for (const char byte : bytes) {
    sum = (sum ^ static_cast<unsigned char>(byte)) * 0x100000001B3;
  }
  return sum;
}

void SaveCalibrator(const Calibrator& calibrator, ByteWriter& bytes) {
  bytes.U64(calibrator.curve().index());
  if (const auto* platt = std::get_if<Platt>(&calibrator.curve())) {
    bytes.Double(platt->slope);
    bytes.Double(platt->intercept);
  }
  if (const auto* isotonic = std::get_if<Isotonic>(&calibrator.curve())) {
    bytes.Doubles(isotonic->scores);
    bytes.Doubles(isotonic->probabilities);
    bytes.Double(calibrator.leads());
  }
}

Calibrator LoadCalibrator(ByteReader& bytes) {
  const uint64_t kind = bytes.U64();
  if (kind == 0) return Calibrator();
  if (kind == 1) {
    const double slope = bytes.Double();
    return Calibrator(Platt{.slope = slope, .intercept = bytes.Double()});
  }
  Isotonic curve{.scores = bytes.Doubles(), .probabilities = bytes.Doubles()};
  if (kind != 2 || curve.scores.size() != curve.probabilities.size()) {
    Refuse("has a calibration that is not known here");
  }
  return Calibrator(std::move(curve), bytes.Double());
}

void SaveBaseline(const Baseline& baseline, ByteWriter& bytes) {
  bytes.U64(baseline.features.size());
  for (const Baseline::OfFeature& feature : baseline.features) {
    feature.bins.Save(bytes);
    bytes.Doubles(feature.leads);
  }
  bytes.Doubles(baseline.scores.upper);
  bytes.Doubles(baseline.score_leads);
}

Baseline LoadBaseline(const Encoder& encoder, ByteReader& bytes) {
  Baseline baseline;
  baseline.features.resize(bytes.Count(8));
  for (Baseline::OfFeature& feature : baseline.features) {
    feature.bins = FeatureBins::Load(encoder.columns().size(), bytes);
    feature.leads = bytes.Doubles();
    const bool known = feature.bins.feature < encoder.features().size();
    if (!known || feature.leads.size() != feature.bins.size()) Refuse("contradicts itself");
  }
  baseline.scores.upper = bytes.Doubles();
  baseline.score_leads = bytes.Doubles();
  if (baseline.score_leads.size() != baseline.scores.count()) Refuse("contradicts itself");
  return baseline;
}

std::string Body(const Model& model) {
  ByteWriter bytes;
  bytes.U64(static_cast<uint64_t>(model.horizon_us));
  model.encoder.Save(bytes);
  bytes.Text(model.learner->name());
  model.learner->Save(bytes);
  SaveCalibrator(model.calibrator, bytes);
  for (const double least : {model.grades.a, model.grades.b, model.grades.c}) bytes.Double(least);
  SaveBaseline(model.baseline, bytes);
  return bytes.bytes();
}

// The part between the frame's ends.
std::string_view Open(std::string_view bytes) {
  if (!bytes.starts_with(kMark)) Refuse("is something else");
  if (bytes.size() < kFrame) Refuse("ends in the middle");
  ByteReader head(bytes.substr(kMark.size()));
  const uint64_t version = head.U64(), length = head.U64();
  if (version != kVersion) {
    Refuse("is of version " + std::to_string(version) + ", and this plugin reads version " +
           std::to_string(kVersion));
  }
  if (length != bytes.size() - kFrame) {
    Refuse("has " + std::to_string(bytes.size() - kFrame) + " bytes of " + std::to_string(length));
  }
  ByteReader tail(bytes.substr(bytes.size() - 8));
  if (tail.U64() != Checksum(bytes.substr(0, bytes.size() - 8))) Refuse("is damaged");
  return bytes.substr(kFrame - 8, length);
}

}  // namespace

Baseline MakeBaseline(const Matrix& x, std::span<const double> logits) {
  Baseline baseline;
  for (FeatureBins& bins : BinFeatures(x, 10)) {
    std::vector<double> leads = bins.Count(x);
    baseline.features.push_back({std::move(bins), std::move(leads)});
  }
  baseline.scores = MakeQuantileBins({logits.begin(), logits.end()});
  baseline.score_leads = baseline.scores.Count(logits);
  return baseline;
}

std::string SaveModel(const Model& model) {
  const std::string body = Body(model);
  ByteWriter head;
  head.U64(kVersion);
  head.U64(body.size());
  std::string bytes = std::string(kMark) + head.bytes() + body;
  ByteWriter tail;
  tail.U64(Checksum(bytes));
  return bytes + tail.bytes();
}

Model LoadModel(std::string_view bytes) {
  ByteReader body(Open(bytes));
  Model model;
  model.horizon_us = static_cast<int64_t>(body.U64());
  model.encoder = Encoder(body);
  const std::string learner = body.Text();
  model.learner = LoadLearner(learner, model.encoder.columns().size(), body);
  model.calibrator = LoadCalibrator(body);
  model.grades.a = body.Double();
  model.grades.b = body.Double();
  model.grades.c = body.Double();
  model.baseline = LoadBaseline(model.encoder, body);
  if (!body.done()) Refuse("goes on after its end");
  return model;
}

}  // namespace lead_quality
