// How loading and using a plugin fails: one machine-readable reason per cause.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "core/status.h"

namespace madad::registry {

inline constexpr char kFileUnreadable[] = "PLUGIN_FILE_UNREADABLE";
inline constexpr char kFileInvalid[] = "PLUGIN_FILE_INVALID";
inline constexpr char kWrongArchitecture[] = "PLUGIN_WRONG_ARCHITECTURE";
inline constexpr char kManifestMissing[] = "PLUGIN_MANIFEST_MISSING";
inline constexpr char kManifestInvalid[] = "PLUGIN_MANIFEST_INVALID";
inline constexpr char kAbiIncompatible[] = "PLUGIN_ABI_INCOMPATIBLE";
inline constexpr char kEntryMissing[] = "PLUGIN_ENTRY_MISSING";
inline constexpr char kEntryInvalid[] = "PLUGIN_ENTRY_INVALID";
inline constexpr char kLoadFailed[] = "PLUGIN_LOAD_FAILED";
inline constexpr char kOpenFailed[] = "PLUGIN_OPEN_FAILED";
inline constexpr char kThrew[] = "PLUGIN_THREW";
inline constexpr char kDescriptionInvalid[] = "PLUGIN_DESCRIPTION_INVALID";
inline constexpr char kDuplicate[] = "PLUGIN_DUPLICATE";

// How using a model fails.
inline constexpr char kModelUnknown[] = "MODEL_UNKNOWN";
inline constexpr char kParameterInvalid[] = "PARAMETER_INVALID";
inline constexpr char kModelShapeInvalid[] = "MODEL_SHAPE_INVALID";
inline constexpr char kModelOutputInvalid[] = "MODEL_OUTPUT_INVALID";
inline constexpr char kModelThrew[] = "MODEL_THREW";
inline constexpr char kModelStuck[] = "MODEL_STUCK";
inline constexpr char kModelMemory[] = "MODEL_MEMORY";
inline constexpr char kModelFailed[] = "MODEL_FAILED";

// Returns the error of one cause; `metadata` holds the variables of the message.
inline absl::Status LoadError(absl::StatusCode code, std::string_view reason,
                              std::string_view message,
                              std::map<std::string, std::string> metadata = {}) {
  return core::Error(code, message, {std::string(reason), std::move(metadata), ""});
}

}  // namespace madad::registry
