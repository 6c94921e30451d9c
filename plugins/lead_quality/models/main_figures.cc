#include "models/main_figures.h"

#include <cmath>
#include <optional>
#include <string>

namespace lead_quality {

sdk::Json::Object MainFigures(const Report& report) {
  using sdk::Json;
  Json::Object figures{{"diagnosis", Json(report.diagnosis)},
                       {"leads_learned_from", Json(static_cast<int64_t>(report.fitted))},
                       {"leads_tested", Json(static_cast<int64_t>(report.tested))}};
  const auto add = [&](const char* name, std::optional<double> value) {
    if (!value.has_value() || !std::isfinite(*value)) return;
    figures.emplace_back(name, Json(std::round(*value * 1e6) / 1e6));
  };
  if (report.diagnosis != "ok") return figures;
  figures.emplace_back("model", Json(report.chosen));
  figures.emplace_back("calibration", Json(report.calibration));
  figures.emplace_back("calibrated", Json(report.calibrated));
  const Quality& quality = report.quality;
  if (quality.auc.has_value()) {
    add("auc", quality.auc->value);
    add("auc_low", quality.auc->lower);
    add("auc_high", quality.auc->upper);
  }
  add("average_precision", quality.average_precision);
  add("brier", quality.brier);
  add("log_loss", quality.log_loss);
  add("converted_tested", quality.positives);
  std::string left_out;
  for (const FeatureReport& feature : report.features) {
    if (!feature.used) left_out += (left_out.empty() ? "" : " ") + feature.name;
  }
  if (!left_out.empty()) figures.emplace_back("left_out", Json(left_out));
  return figures;
}

}  // namespace lead_quality
