#include "declare.h"

namespace conversion {
namespace {

// The three ways to sum up a length of time.
struct Summary {
  const char* suffix;
  const char* word;
  const char* hebrew;
  const char* before;
  const char* after;
};

constexpr Summary kMedian = {"_median", "Median", "חציוני", "median(", ")"};
constexpr Summary kMean = {"_mean", "Mean", "ממוצע", "avg(", ")"};
constexpr Summary kP90 = {"_p90", "90th percentile of", "אחוזון 90", "percentile(", ", 0.9)"};

std::string Apply(const Summary& summary, const std::string& time) {
  return summary.before + time + summary.after;
}

void DeclareTimeBetween(sdk::Plugin& p, const Summary& summary, const std::string& name,
                        const std::string& label, const std::string& hebrew,
                        const std::string& from, const std::string& to, const std::string& what) {
  const std::string entry = "stage('" + from + "')";
  const std::string outcome = "stage('" + to + "')";
  p.Metric("conversion." + name + summary.suffix)
      .Label(std::string(summary.word) + " " + label)
      .Label("he", hebrew + " " + summary.hebrew)
      .Description("The time from " + what +
                   ", over the leads that entered in the period and have got there by as_of. With "
                   "a window (window=30d) only leads that have had that long, and outcomes within "
                   "it, are in it. Without one the newest periods know their fast leads only, so "
                   "they read too short; the answer says so. An outcome before its entry keeps "
                   "its negative time.")
      .Aggregate(Apply(summary, outcome + " - " + entry))
      .Where("coalesce(" + outcome + " <= as_of(), TRUE) AND coalesce(" + entry +
             " + :window <= as_of() AND " + outcome + " <= " + entry +
             " + :window, :window IS NULL)")
      .Param("window", sdk::Type::kDuration, {}, "How long after its entry an outcome may come")
      .From("leads")
      .At(entry)
      .Cohort()
      .Unit(sdk::Unit::kDuration)
      .LowerIsBetter();
}

void DeclareCycle(sdk::Plugin& p, const Summary& summary, const std::string& name,
                  const std::string& label, const std::string& hebrew, const std::string& outcome) {
  p.Metric("conversion." + name + summary.suffix)
      .Label(std::string(summary.word) + " " + label)
      .Label("he", hebrew + " " + summary.hebrew)
      .Description(
          "The time from an opportunity's creation to its closing, over the "
          "opportunities " +
          outcome + " in the period (by the time of closing).")
      .Aggregate(Apply(summary, "closed_at - created_at"))
      .Where("outcome = '" + outcome + "'")
      .From("opportunities")
      .At("closed_at")
      .Unit(sdk::Unit::kDuration)
      .LowerIsBetter();
}

}  // namespace

void DeclareDurations(sdk::Plugin& p) {
  for (const Summary* summary : {&kMedian, &kMean}) {
    DeclareTimeBetween(p, *summary, "time_to_qualify", "time to qualify", "זמן להכשרה", "mql",
                       "sql", "marketing-qualified to sales-qualified");
    DeclareCycle(p, *summary, "sales_cycle", "sales cycle", "אורך מחזור המכירה", "won");
    DeclareCycle(p, *summary, "lost_cycle", "time to lose", "זמן עד הפסד", "lost");
  }
  for (const Summary* summary : {&kMedian, &kMean, &kP90}) {
    DeclareTimeBetween(p, *summary, "time_to_convert", "time to convert", "זמן להמרה", "lead",
                       "won", "a lead's creation to becoming a customer");
  }
}

}  // namespace conversion
