#include "registry/contain.h"

#include <cstring>

namespace madad::registry {
namespace {

std::string SourceName(uint32_t source) {
  switch (source) {
    case MADAD_SOURCE_CONFIG:
      return "config";
    case MADAD_SOURCE_DATA:
      return "data";
    case MADAD_SOURCE_DOWNSTREAM:
      return "downstream";
    default:
      return "plugin";
  }
}

}  // namespace

absl::Status PluginError(const char* function, int32_t code, const madad_error& error,
                         std::string_view reason) {
  const bool known = code > MADAD_OK && code <= MADAD_DATA_LOSS;
  const std::string_view message(error.message, strnlen(error.message, sizeof(error.message)));
  return LoadError(known ? static_cast<absl::StatusCode>(code) : absl::StatusCode::kUnknown, reason,
                   message.empty() ? absl::StrCat(function, " failed without saying why")
                                   : absl::StrCat(function, " failed: ", ReadableText(message)),
                   {{"source", SourceName(error.source)}});
}

}  // namespace madad::registry
