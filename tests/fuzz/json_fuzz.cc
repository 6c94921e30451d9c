// The SDK's JSON: any text is a value, which is written as text that is read back as the same, or
// an error with the place.
#include <string>

#include "core/utf8.h"
#include "fuzz/fuzz.h"
#include "madad/sdk/json_reader.h"
#include "madad/sdk/json_value.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using madad::fuzz::Require;
  using madad::sdk::Json;
  std::string text;
  try {
    const Json value = Json::Parse(madad::fuzz::View(data, size));
    text = value.ToText();
    // As text: a double beyond 2^53 is read back as the whole number that it is.
    Require(Json::Parse(text).ToText() == text, "read back as another value: " + text);
  } catch (const madad::sdk::Error& e) {
    Require(text.empty(), "not read back: " + text);
    Require(e.code() == MADAD_INVALID_ARGUMENT, std::string("another code: ") + e.what());
    Require(madad::core::FindInvalidUtf8(e.what()) == std::string::npos, "no UTF-8 in the message");
  }
  return 0;
}
