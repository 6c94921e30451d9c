#include "training/report.h"

#include <cmath>

#include <madad/sdk/json_reader.h>

#include "artifact/bytes.h"
#include "evaluation/ks.h"
#include "evaluation/loss.h"
#include "evaluation/precision.h"

namespace lead_quality {
namespace {

using sdk::Json;

Json Of(std::optional<double> value) {
  return value.has_value() && std::isfinite(*value) ? Json(*value) : Json();
}
Json Count(size_t count) { return Json(static_cast<int64_t>(count)); }

Json Of(const std::optional<Auc>& auc) {
  if (!auc.has_value()) return Json();
  return Json(Json::Object{{"value", Of(auc->value)},
                           {"standard_error", Of(auc->standard_error)},
                           {"lower", Of(auc->lower)},
                           {"upper", Of(auc->upper)}});
}

Json Of(const std::optional<AucDifference>& difference) {
  if (!difference.has_value()) return Json();
  return Json(Json::Object{{"value", Of(difference->value)},
                           {"standard_error", Of(difference->standard_error)}});
}

template <typename T, typename Row>
Json Table(const std::vector<T>& rows, const Row& row) {
  Json::Array items;
  for (const T& each : rows) items.push_back(Json(row(each)));
  return Json(std::move(items));
}

Json Of(const CalibrationTable& table) {
  Json bins = Table(table.bins, [](const CalibrationBin& bin) {
    return Json::Object{{"lower", Of(bin.lower)},
                        {"upper", Of(bin.upper)},
                        {"leads", Of(bin.leads)},
                        {"mean_probability", Of(bin.mean_probability)},
                        {"observed_rate", Of(bin.observed_rate)}};
  });
  return Json(Json::Object{{"expected_error", Of(table.expected_error)},
                           {"chance_error", Of(table.chance_error)},
                           {"mean_probability", Of(table.mean_probability)},
                           {"observed_rate", Of(table.observed_rate)},
                           {"bins", std::move(bins)}});
}

Json Of(const Quality& quality) {
  Json lift = Table(quality.lift, [](const LiftRow& row) {
    return Json::Object{{"decile", Json(int64_t{row.decile})},
                        {"leads", Of(row.leads)},
                        {"positives", Of(row.positives)},
                        {"rate", Of(row.rate)},
                        {"lift", Of(row.lift)},
                        {"cumulative_gain", Of(row.cumulative_gain)}};
  });
  return Json(Json::Object{{"leads", Of(quality.leads)},
                           {"positives", Of(quality.positives)},
                           {"auc", Of(quality.auc)},
                           {"average_precision", Of(quality.average_precision)},
                           {"brier", Of(quality.brier)},
                           {"log_loss", Of(quality.log_loss)},
                           {"ks", Of(quality.ks)},
                           {"calibration", Of(quality.calibration)},
                           {"lift", std::move(lift)}});
}

Json LeaksOf(const Report& report) {
  return Table(report.leaks, [](const Leak& leak) {
    return Json::Object{{"feature", Json(leak.feature)},
                        {"reason", Json(WordOf(leak.reason))},
                        {"auc", Of(leak.auc)},
                        {"others_auc", Of(leak.others_auc)},
                        {"explanation", Json(leak.explanation)}};
  });
}

Json FeaturesOf(const Report& report) {
  return Table(report.features, [](const FeatureReport& feature) {
    return Json::Object{{"name", Json(feature.name)}, {"kind", Json(feature.kind)},
                        {"used", Json(feature.used)}, {"reason", Json(feature.reason)},
                        {"why", Json(feature.why)},   {"auc", Of(feature.auc)},
                        {"drift", Of(feature.drift)}};
  });
}

Json CandidatesOf(const Report& report) {
  return Table(report.candidates, [](const CandidateReport& candidate) {
    return Json::Object{{"name", Json(candidate.name)},
                        {"diagnosis", Json(candidate.diagnosis)},
                        {"auc", Of(candidate.auc)},
                        {"ahead", Of(candidate.ahead)}};
  });
}

Json GroupsOf(const Report& report) {
  return Table(report.groups, [](const Group& group) {
    return Json::Object{{"feature", Json(group.feature)},
                        {"value", Json(group.value)},
                        {"leads", Of(group.leads)},
                        {"mean_probability", Of(group.mean_probability)},
                        {"rate", Of(group.rate)}};
  });
}

Json DriftOf(const Report& report) {
  return Table(report.drift, [](const Drift& drift) {
    return Json::Object{{"feature", Json(drift.feature)}, {"index", Of(drift.index)}};
  });
}

}  // namespace

Quality Measure(std::span<const double> logits, std::span<const double> probabilities,
                std::span<const uint8_t> converted) {
  const Outcomes ranked{logits, converted}, stated{probabilities, converted};
  Quality quality{.leads = static_cast<double>(ranked.size()),
                  .positives = static_cast<double>(ranked.positives())};
  quality.auc = RocAuc(ranked);
  quality.average_precision = AveragePrecision(ranked);
  quality.ks = KolmogorovSmirnov(ranked);
  quality.brier = BrierScore(stated);
  quality.log_loss = LogLoss(stated);
  quality.calibration = MakeCalibrationTable(stated);
  quality.lift = LiftByDecile(ranked);
  return quality;
}

std::string Report::ToJson() const {
  Json::Object json{{"diagnosis", Json(diagnosis)},
                    {"leads", Json(Json::Object{{"fitted", Count(fitted)},
                                                {"validated", Count(validated)},
                                                {"tested", Count(tested)},
                                                {"duplicates", Count(duplicates)},
                                                {"immature", Count(immature)},
                                                {"embargoed", Count(embargoed)}})},
                    {"features", FeaturesOf(*this)},
                    {"leaks", LeaksOf(*this)},
                    {"auc_with_leaks", Of(auc_with_leaks)},
                    {"auc_without_leaks", Of(auc_without_leaks)},
                    {"candidates", CandidatesOf(*this)},
                    {"chosen", Json(chosen)},
                    {"calibration", Json(calibration)},
                    {"calibrated", Json(calibrated)},
                    {"quality", Of(quality)},
                    {"drift", DriftOf(*this)},
                    {"score_drift", Of(score_drift)},
                    {"groups", GroupsOf(*this)},
                    {"ahead_of_previous", Of(ahead_of_previous)},
                    {"replace", Json(replace)},
                    {"reason", Json(reason)},
                    {"notes", Table(notes, [](const std::string& note) { return note; })}};
  return Json(std::move(json)).ToText();
}

}  // namespace lead_quality
