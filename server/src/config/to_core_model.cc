// Instances of models.
#include <google/protobuf/util/json_util.h>

#include "absl/strings/str_cat.h"

#include "config/read_word.h"
#include "config/to_core_parts.h"
#include "core/names.h"

namespace madad::config {
namespace {

constexpr char kOnChange[] = "on_change";
constexpr char kManual[] = "manual";

// Reads a length of time that can be counted in microseconds.
std::optional<int64_t> ReadLength(const std::string& text, const std::string& path,
                                  ProblemLog& log) {
  const std::optional<core::Duration> length = ReadDuration(text, path, log);
  if (!length.has_value()) return std::nullopt;
  if (length->months == 0) return length->micros;
  log.Add(path, absl::StrCat(core::Quoted(text),
                             " has no fixed length; expected days or less, such as 30d"));
  return std::nullopt;
}

void ReadRefresh(const std::string& text, const std::string& path, core::ModelUse& use,
                 ProblemLog& log) {
  if (text.empty() || text == kOnChange) return;
  if (text == kManual) {
    use.refresh = core::ModelRefresh::kManual;
    return;
  }
  use.refresh_micros = ReadLength(text, path, log).value_or(0);
}

std::string ParametersOf(const v1::ModelSpec& spec, const std::string& path, ProblemLog& log) {
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(spec.params(), &json);
  if (status.ok()) return json;
  log.Add(path, "cannot be written as JSON");
  return "{}";
}

}  // namespace

core::ModelUse ModelToCore(const std::string& name, const v1::ModelSpec& spec, ProblemLog& log) {
  const std::string path = absl::StrCat("models.", name);
  core::ModelUse use{.name = name, .model = spec.model()};
  use.parameters = ParametersOf(spec, path + ".params", log);
  ReadRefresh(spec.refresh(), path + ".refresh", use, log);
  if (!spec.timeout().empty()) {
    use.timeout_micros =
        ReadLength(spec.timeout(), path + ".timeout", log).value_or(use.timeout_micros);
  }
  if (!log.IsWritten(path + ".max_rows") || log.IsUnread(path + ".max_rows")) return use;
  if (spec.max_rows() > 0) {
    use.max_rows = spec.max_rows();
  } else {
    log.Add(path + ".max_rows", "expected at least 1");
  }
  return use;
}

}  // namespace madad::config
