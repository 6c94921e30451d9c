#include "registry/trained.h"

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"

#include "registry/errors.h"
#include "registry/json_fields.h"
#include "registry/names.h"

namespace madad::registry {
namespace {

// A reason is a sentence.
constexpr size_t kMaxReason = 480;

absl::Status Invalid(std::string_view problem) {
  return LoadError(absl::StatusCode::kInternal, kModelOutputInvalid,
                   absl::StrCat("train() succeeded and ", std::string(problem)));
}

absl::StatusOr<std::string> ReportOf(std::string_view text) {
  if (text.empty()) return std::string("{}");
  if (text.size() > kMaxReportBytes) {
    return Invalid(absl::StrCat("gave a report of ", text.size(), " bytes, at most ",
                                kMaxReportBytes, " are kept"));
  }
  const absl::StatusOr<nlohmann::json> report = ParseStrictJson(text);
  if (!report.ok()) {
    return Invalid(absl::StrCat("gave a report that cannot be read: ", report.status().message()));
  }
  if (!report->is_object()) return Invalid("gave a report that is no JSON object");
  return report->dump();
}

}  // namespace

absl::StatusOr<core::TrainedModel> CopyOf(const madad_trained* trained) {
  if (trained == nullptr) return Invalid("gave nothing");
  if (!MADAD_HAS_FIELD(trained, madad_trained, reason)) {
    return Invalid(absl::StrCat("gave a struct of ", trained->size, " bytes, expected at least ",
                                sizeof(madad_trained)));
  }
  const std::string_view artifact = ViewOf(trained->artifact);
  if (artifact.empty() || artifact.size() > kMaxArtifactBytes) {
    return Invalid(absl::StrCat("gave an artifact of ", artifact.size(), " bytes, expected 1 to ",
                                kMaxArtifactBytes));
  }
  if (trained->verdict > MADAD_VERDICT_KEEP) {
    return Invalid(absl::StrCat("gave the verdict ", trained->verdict, ", which there is not"));
  }
  core::TrainedModel copy{.artifact = std::string(artifact),
                          .replaces = trained->verdict == MADAD_VERDICT_REPLACE,
                          .reason = ReadableText(ViewOf(trained->reason).substr(0, kMaxReason))};
  MADAD_ASSIGN_OR_RETURN(copy.report, ReportOf(ViewOf(trained->report)));
  return copy;
}

absl::Status NoArtifacts() {
  return LoadError(absl::StatusCode::kUnimplemented, kModelFailed,
                   "the plugin's models do not learn");
}

}  // namespace madad::registry
