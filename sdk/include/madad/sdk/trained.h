// What a model learns.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "madad/sdk/json_value.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

// Whether what was learned is to serve.
enum class Verdict : uint8_t {
  kReplace,  // from now on
  kKeep,     // not: what serves goes on, and this is kept beside it
};

// What a training made.
struct Trained {
  // The artifact: bytes that Apply understands, also in a later version of the plugin or else
  // refuses (begin them with a word and a version). Never none.
  std::string bytes;
  // Figures of its quality, for people: a JSON object such as {"auc": 0.78}.
  std::string report = "{}";
  Verdict verdict = Verdict::kReplace;
  // Why it is to serve, or is not: "auc 0.71 on the newest 2,000 leads, the one that serves 0.78".
  std::string reason;

  // Sets the report.
  Trained& Report(const Json::Object& figures) {
    report = Json(figures).ToText();
    return *this;
  }
  // The one that serves goes on, because of `why`.
  Trained& Keep(std::string why) {
    verdict = Verdict::kKeep;
    reason = std::move(why);
    return *this;
  }
};

}  // namespace madad::sdk
#pragma GCC visibility pop
