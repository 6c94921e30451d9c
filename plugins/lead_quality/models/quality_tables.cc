#include "models/quality_tables.h"

#include <optional>
#include <string>

namespace lead_quality {
namespace {

using sdk::Json;
using sdk::Type;

std::optional<double> NumberIn(const Json& json, const char* name) {
  const Json* found = json.Find(name);
  return found == nullptr || found->IsNull() ? std::nullopt : std::optional(found->Double());
}

void Copy(const Json& from, std::initializer_list<const char*> columns, sdk::Writer& to) {
  for (const char* column : columns) to.Double(column).Append(NumberIn(from, column));
}

std::optional<std::string_view> TextIn(const Json& json, const char* name) {
  const std::string& text = json.At(name).Text();
  return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

// Rows of the table of figures.
class Figures {
 public:
  explicit Figures(sdk::Writer& rows) : rows_(rows) {}

  // A figure that is there.
  void Add(const std::string& metric, std::optional<double> value,
           std::optional<double> low = std::nullopt, std::optional<double> high = std::nullopt) {
    if (!value.has_value()) return;
    rows_.Text("metric").Append(metric);
    rows_.Double("value").Append(value);
    rows_.Double("low").Append(low);
    rows_.Double("high").Append(high);
    rows_.EndRow();
  }
  void AddAuc(const std::string& metric, const Json& auc) {
    if (auc.IsNull()) return;
    Add(metric, NumberIn(auc, "value"), NumberIn(auc, "lower"), NumberIn(auc, "upper"));
  }

 private:
  sdk::Writer& rows_;
};

void WriteFigures(const Json& report, sdk::Writer& rows) {
  Figures figures(rows);
  for (const char* name :
       {"fitted", "validated", "tested", "duplicates", "immature", "embargoed"}) {
    figures.Add(std::string("leads_") + name, NumberIn(report.At("leads"), name));
  }
  for (const Json& candidate : report.At("candidates").items()) {
    figures.AddAuc("validation_auc_" + candidate.At("name").Text(), candidate.At("auc"));
  }
  figures.Add("auc_with_leaks", NumberIn(report, "auc_with_leaks"));
  figures.Add("auc_without_leaks", NumberIn(report, "auc_without_leaks"));
  figures.Add("score_drift", NumberIn(report, "score_drift"));
  const Json& quality = report.At("quality");
  if (NumberIn(quality, "leads").value_or(0) == 0) return;
  figures.Add("converted", NumberIn(quality, "positives"));
  figures.AddAuc("auc", quality.At("auc"));
  for (const char* name : {"average_precision", "brier", "log_loss", "ks"}) {
    figures.Add(name, NumberIn(quality, name));
  }
  const Json& calibration = quality.At("calibration");
  figures.Add("calibration_error", NumberIn(calibration, "expected_error"));
  figures.Add("calibration_error_by_chance", NumberIn(calibration, "chance_error"));
  figures.Add("mean_probability", NumberIn(calibration, "mean_probability"));
  figures.Add("observed_rate", NumberIn(calibration, "observed_rate"));
}

void WriteBins(const Json& quality, sdk::Writers& out) {
  int64_t number = 0;
  sdk::Writer& bins = out["calibration"];
  for (const Json& bin : quality.At("calibration").At("bins").items()) {
    bins.Int64("bin").Append(++number);
    Copy(bin, {"lower", "upper", "leads", "mean_probability", "observed_rate"}, bins);
    bins.EndRow();
  }
  sdk::Writer& lift = out["lift"];
  for (const Json& row : quality.At("lift").items()) {
    lift.Int64("decile").Append(row.At("decile").Int64());
    Copy(row, {"leads", "positives", "rate", "lift", "cumulative_gain"}, lift);
    lift.EndRow();
  }
}

void WriteGroups(const Json& groups, sdk::Writer& rows) {
  for (const Json& group : groups.items()) {
    rows.Text("feature").Append(group.At("feature").Text());
    rows.Text("value").Append(group.At("value").Text());
    Copy(group, {"leads", "mean_probability", "rate"}, rows);
    rows.EndRow();
  }
}

void WriteFeatures(const Json& features, const std::vector<Drift>& now, sdk::Writer& rows) {
  for (const Json& feature : features.items()) {
    const std::string& name = feature.At("name").Text();
    rows.Text("feature").Append(name);
    rows.Text("type").Append(feature.At("kind").Text());
    rows.Bool("used").Append(feature.At("used").Bool());
    rows.Text("reason").Append(TextIn(feature, "reason"));
    rows.Text("why").Append(TextIn(feature, "why"));
    Copy(feature, {"auc", "drift"}, rows);
    std::optional<double> of_scored;
    for (const Drift& drift : now) {
      if (drift.feature == name) of_scored = drift.index;
    }
    rows.Double("drift_now").Append(of_scored);
    rows.EndRow();
  }
}

}  // namespace

void DeclareQuality(sdk::Shape& shape) {
  shape.Output("quality")
      .Column("metric", Type::kString, "Of the newest matured leads, which were not learned from")
      .Column("value", Type::kDouble)
      .Column("low", Type::kDouble, "Of the 95 % interval, where there is one")
      .Column("high", Type::kDouble);
  shape.Output("calibration")
      .Column("bin", Type::kInt64, "By rising probability")
      .Column("lower", Type::kDouble, "The least probability in it")
      .Column("upper", Type::kDouble)
      .Column("leads", Type::kDouble)
      .Column("mean_probability", Type::kDouble)
      .Column("observed_rate", Type::kDouble);
  shape.Output("lift")
      .Column("decile", Type::kInt64, "1: the tenth of the leads that ranks best")
      .Column("leads", Type::kDouble)
      .Column("positives", Type::kDouble, "That converted; ties are shared out")
      .Column("rate", Type::kDouble)
      .Column("lift", Type::kDouble, "The rate over that of all")
      .Column("cumulative_gain", Type::kDouble, "Share of all positives, down to this decile");
  shape.Output("groups")
      .Column("feature", Type::kString)
      .Column("value", Type::kString)
      .Column("leads", Type::kDouble)
      .Column("mean_probability", Type::kDouble, "That was foretold")
      .Column("rate", Type::kDouble, "That came");
  shape.Output("features")
      .Column("feature", Type::kString)
      .Column("type", Type::kString, "number, flag, category, time or text")
      .Column("used", Type::kBool, "Whether it is learned from")
      .Column("reason", Type::kString, "What speaks against it, as a word; null: nothing")
      .Column("why", Type::kString)
      .Column("auc", Type::kDouble, "Of the feature by itself, over the leads learned from")
      .Column("drift", Type::kDouble,
              "Population stability index of the newest matured leads since those learned from")
      .Column("drift_now", Type::kDouble, "That of the leads scored");
}

void WriteQuality(const Json& report, const std::vector<Drift>& now, sdk::Writers& out) {
  try {
    WriteFigures(report, out["quality"]);
    WriteBins(report.At("quality"), out);
    WriteGroups(report.At("groups"), out["groups"]);
    WriteFeatures(report.At("features"), now, out["features"]);
  } catch (const sdk::Error& error) {
    throw sdk::Error(MADAD_DATA_LOSS,
                     std::string("the report that is kept with the model cannot be read: it ") +
                         error.what() + "; train it again",
                     MADAD_SOURCE_DATA);
  }
}

}  // namespace lead_quality
