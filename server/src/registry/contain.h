// Calls into a plugin.
#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "madad/abi/plugin.h"
#include "registry/errors.h"
#include "registry/names.h"

namespace madad::registry {

// Runs a function of the plugin. An exception that it lets out is an error, not the server's end.
template <typename Call>
absl::Status Contain(const char* function, Call&& call, std::string_view reason = kThrew) {
  std::string what = "not a std::exception";
  try {
    call();
    return absl::OkStatus();
  } catch (const std::exception& e) {
    what = ReadableText(e.what());
  } catch (...) {
  }
  return LoadError(absl::StatusCode::kInternal, reason,
                   absl::StrCat(function, " threw an exception across the ABI: ", what,
                                "; catch it inside the plugin"));
}

// An error as the caller of a plugin's function prepares it.
inline madad_error EmptyError() { return {sizeof(madad_error), MADAD_OK, MADAD_SOURCE_PLUGIN, ""}; }

// Returns the failure of `function` as a status. The plugin may have left the error empty or wrong:
// `code` is UNKNOWN when it is none of the ABI's, and a message need not end.
absl::Status PluginError(const char* function, int32_t code, const madad_error& error,
                         std::string_view reason);

}  // namespace madad::registry
