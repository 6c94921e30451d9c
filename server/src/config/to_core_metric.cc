// Metrics of the catalog's own.
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "config/metric_form.h"
#include "config/read_word.h"
#include "config/to_core_parts.h"
#include "core/conversion_window.h"
#include "core/names.h"

namespace madad::config {
namespace {

using core::Accumulation;
using core::Direction;
using core::MetricDefinition;
using core::MetricKind;
using core::Unit;

const Words<Unit>& Units() {
  static const auto& words = *new Words<Unit>{
      {"count", Unit::kCount},     {"duration", Unit::kDuration}, {"money", Unit::kMoney},
      {"percent", Unit::kPercent}, {"ratio", Unit::kRatio},       {"score", Unit::kScore}};
  return words;
}

const Words<Direction>& Directions() {
  static const auto& words = *new Words<Direction>{{"higher_is_better", Direction::kHigherIsBetter},
                                                   {"lower_is_better", Direction::kLowerIsBetter},
                                                   {"neutral", Direction::kNeutral}};
  return words;
}

const Words<Accumulation>& Accumulations() {
  static const auto& words = *new Words<Accumulation>{{"balance", Accumulation::kBalance},
                                                      {"current", Accumulation::kCurrent},
                                                      {"running", Accumulation::kRunning}};
  return words;
}

class MetricConverter {
 public:
  MetricConverter(const std::string& id, const v1::MetricSpec& written, ProblemLog& log)
      : path_(absl::StrCat("metrics.", id)), written_(written), log_(log) {
    metric_.id = id;
  }

  MetricDefinition Convert() {
    const std::optional<MetricKind> kind = ReadForm(written_, path_, log_);
    metric_.kind = kind.value_or(MetricKind::kAggregate);
    CopyExpressions();
    if (kind == MetricKind::kConversion) ReadWindow();
    ReadAccumulation();
    ReadUnit(kind);
    metric_.direction = ReadWord(written_.direction(), Directions(), Direction::kNeutral,
                                 "unknown direction", path_ + ".direction", log_);
    ReadLabels();
    return std::move(metric_);
  }

 private:
  void CopyExpressions() {
    metric_.from = written_.from();
    metric_.at = written_.at();
    metric_.value = written_.value();
    metric_.subset = written_.subset();
    metric_.numerator = written_.numerator();
    metric_.denominator = written_.denominator();
    metric_.formula = written_.formula();
    metric_.entry = written_.entry();
    metric_.outcome = written_.outcome();
    metric_.filter = written_.filter();
    metric_.description = written_.description();
  }

  void ReadWindow() {
    std::optional<core::Duration> window;
    if (!written_.window().empty())
      window = ReadDuration(written_.window(), path_ + ".window", log_);
    core::AddConversionWindow(window, metric_);
  }

  void ReadAccumulation() {
    metric_.accumulation = ReadWord(written_.accumulate(), Accumulations(), Accumulation::kNone,
                                    "unknown way to accumulate", path_ + ".accumulate", log_);
    if (written_.rolling().empty()) return;
    const auto rolling = ReadDuration(written_.rolling(), path_ + ".rolling", log_);
    if (!rolling.has_value()) return;
    metric_.accumulation = Accumulation::kRolling;
    metric_.rolling = *rolling;
  }

  // What a share is shown as needs no saying.
  void ReadUnit(std::optional<MetricKind> kind) {
    const std::string path = path_ + ".unit";
    const bool is_share = kind == MetricKind::kProportion || kind == MetricKind::kConversion;
    metric_.unit =
        ReadWord(written_.unit(), Units(), is_share ? Unit::kPercent : Unit::kUnspecified,
                 "unknown unit", path, log_);
    if (metric_.unit != Unit::kUnspecified || log_.IsUnread(path)) return;
    log_.Add(path, absl::StrCat("required key 'unit' is missing; expected one of ",
                                absl::StrJoin(core::KeysOf(Units()), ", ")));
  }

  void ReadLabels() {
    metric_.labels = {written_.labels().begin(), written_.labels().end()};
    const size_t dot = metric_.id.find('.');
    metric_.labels.try_emplace("en",
                               dot == std::string::npos ? metric_.id : metric_.id.substr(dot + 1));
  }

  const std::string path_;
  const v1::MetricSpec& written_;
  ProblemLog& log_;
  MetricDefinition metric_;
};

}  // namespace

MetricDefinition MetricToCore(const std::string& id, const v1::MetricSpec& metric,
                              ProblemLog& log) {
  return MetricConverter(id, metric, log).Convert();
}

}  // namespace madad::config
