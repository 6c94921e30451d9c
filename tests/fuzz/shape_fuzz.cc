// Shapes of models: any text gives inputs and outputs in the right form or says why not.
#include "core/status.h"
#include "core/utf8.h"
#include "fuzz/fuzz.h"
#include "registry/errors.h"
#include "registry/read_shape.h"

namespace {

using madad::fuzz::Require;

void RequireSound(const madad::core::ModelInput& input) {
  Require(!input.name.empty(), "an input without a name");
  const int relations = !input.table.empty() + !input.stage_log.empty() + !input.previous.empty();
  Require(relations == 1, "of no table, or of two: " + input.name);
  for (const auto& column : input.columns) {
    Require(column.value.empty() != column.dimension.empty(),
            "neither a value nor a dimension, or both: " + column.name);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::StatusOr<madad::core::ModelShape> shape =
      madad::registry::ParseShape(madad::fuzz::View(data, size));
  if (shape.ok()) {
    Require(!shape->outputs.empty(), "no output");
    for (const auto& input : shape->inputs) RequireSound(input);
    for (const auto& output : shape->outputs) {
      Require(!output.columns.empty(), "an output without columns: " + output.name);
    }
    return 0;
  }
  const std::string message(shape.status().message());
  Require(madad::core::FindInvalidUtf8(message) == std::string::npos, "no UTF-8: " + message);
  Require(madad::core::DetailOf(shape.status()).reason == madad::registry::kModelShapeInvalid,
          "another reason: " + message);
  return 0;
}
