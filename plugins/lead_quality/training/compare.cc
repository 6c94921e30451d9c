#include "training/compare.h"

#include <string>

#include "training/model.h"
#include "training/report_parts.h"

namespace lead_quality {

void CompareWithPrevious(std::string_view previous, const Part& tested,
                         const std::vector<double>& logits, Report& report) {
  report.replace = true;
  report.reason = "there is no previous model";
  if (previous.empty()) return;
  try {
    const Model old = LoadModel(previous);
    const Matrix x = old.encoder.Encode(tested.frame);
    std::vector<double> before(x.rows);
    old.learner->Logits(x, before);
    report.ahead_of_previous = CompareAuc({before, tested.known.converted}, logits);
  } catch (const sdk::Error& error) {
    report.reason = std::string("the previous model cannot be used: ") + error.what();
    return;
  }
  if (!report.ahead_of_previous.has_value()) {
    report.reason = "the newest leads cannot tell which is better; this one knows newer leads";
    return;
  }
  const AucDifference& ahead = *report.ahead_of_previous;
  report.replace = ahead.value >= -ahead.standard_error;
  report.reason = "its AUC over the newest leads is " + Figure(ahead.value) +
                  " above that of the previous model, with an error of " +
                  Figure(ahead.standard_error);
}

}  // namespace lead_quality
