#include "registry/session.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"

#include "registry/abi_version.h"
#include "registry/description.h"
#include "registry/errors.h"
#include "registry/names.h"

namespace madad::registry {
namespace {

absl::Status Invalid(std::string_view message) {
  return LoadError(absl::StatusCode::kInvalidArgument, kEntryInvalid, message);
}

absl::Status CheckEntry(const madad_entry& entry, const Manifest& manifest) {
  if (entry.magic != MADAD_ENTRY_MAGIC) {
    return Invalid(absl::StrCat(MADAD_ENTRY_SYMBOL, " begins with ",
                                absl::Hex(entry.magic, absl::kZeroPad16), ", expected ",
                                absl::Hex(MADAD_ENTRY_MAGIC, absl::kZeroPad16),
                                "; build the plugin against the SDK's own headers"));
  }
  if (!MADAD_HAS_FIELD(&entry, madad_entry, close)) {
    return Invalid(absl::StrCat(MADAD_ENTRY_SYMBOL, " says it has ", entry.size,
                                " bytes, expected at least ", sizeof(madad_entry)));
  }
  MADAD_RETURN_IF_ERROR(CheckAbi(entry.abi_major, entry.abi_minor, entry.abi_minor_needed));
  if (entry.abi_major != manifest.abi_major || entry.abi_minor != manifest.abi_minor) {
    return Invalid(absl::StrCat("the manifest says ABI ", manifest.abi_major, ".",
                                manifest.abi_minor, " and ", MADAD_ENTRY_SYMBOL, " says ",
                                entry.abi_major, ".", entry.abi_minor, "; rebuild the plugin"));
  }
  if (entry.open == nullptr || entry.close == nullptr) {
    return Invalid(absl::StrCat(MADAD_ENTRY_SYMBOL, " has no open or no close function"));
  }
  return absl::OkStatus();
}

absl::Status CheckPlugin(const madad_plugin& plugin) {
  if (!MADAD_HAS_FIELD(&plugin, madad_plugin, get_extension)) {
    return Invalid(absl::StrCat("the plugin's table of functions says it has ", plugin.size,
                                " bytes, expected at least ", sizeof(madad_plugin)));
  }
  if (plugin.describe == nullptr) return Invalid("the plugin has no describe function");
  const int model_functions =
      (plugin.create != nullptr) + (plugin.destroy != nullptr) + (plugin.compute != nullptr);
  if (model_functions == 0 || model_functions == 3) return absl::OkStatus();
  return Invalid("the plugin has some of create, destroy and compute; give all three or none");
}

// Returns the plugin's error as a status. The plugin may have left it empty or wrong.
absl::Status OpenFailed(const madad_error& error) {
  const bool known = error.code > MADAD_OK && error.code <= MADAD_DATA_LOSS;
  const std::string_view message(error.message, strnlen(error.message, sizeof(error.message)));
  return LoadError(known ? static_cast<absl::StatusCode>(error.code) : absl::StatusCode::kUnknown,
                   kOpenFailed,
                   message.empty() ? "open() failed without saying why"
                                   : absl::StrCat("open() failed: ", ReadableText(message)));
}

// Runs a function of the plugin. An exception that it lets out is an error, not the server's end.
template <typename Call>
absl::Status Contain(const char* function, Call&& call) {
  std::string what = "not a std::exception";
  try {
    call();
    return absl::OkStatus();
  } catch (const std::exception& e) {
    what = ReadableText(e.what());
  } catch (...) {
  }
  return LoadError(absl::StatusCode::kInternal, kThrew,
                   absl::StrCat(function, " threw an exception across the ABI: ", what,
                                "; catch it inside the plugin"));
}

}  // namespace

Session::Session(Library library, const std::string& id, LogSink log)
    : library_(std::move(library)), host_(id, std::move(log)) {}

absl::StatusOr<std::unique_ptr<Session>> Session::Open(Library library, const Manifest& manifest,
                                                       LogSink log) {
  MADAD_RETURN_IF_ERROR(CheckEntry(library.entry(), manifest));
  std::unique_ptr<Session> session(new Session(std::move(library), manifest.id, std::move(log)));
  MADAD_RETURN_IF_ERROR(session->OpenPlugin());
  return session;
}

absl::Status Session::OpenPlugin() {
  madad_error error = {sizeof(madad_error), MADAD_OK, MADAD_SOURCE_PLUGIN, ""};
  MADAD_RETURN_IF_ERROR(
      Contain("open()", [&] { plugin_ = library_.entry().open(host_.abi(), &error); }));
  if (plugin_ == nullptr) return OpenFailed(error);
  return CheckPlugin(*plugin_);
}

Session::~Session() {
  if (plugin_ != nullptr) {
    const absl::Status closed = Contain("close()", [&] { library_.entry().close(); });
    if (!closed.ok()) host_.Log(LogLevel::kError, ReadableText(std::string(closed.message())));
  }
  if (library_.Unload()) return;
  host_.Log(LogLevel::kWarning,
            "the library stays mapped after it was closed (retained): it, or one it links, has "
            "symbols that the dynamic loader never lets go");
}

absl::StatusOr<std::string> Session::Describe() const {
  madad_str text = {nullptr, 0};
  MADAD_RETURN_IF_ERROR(Contain("describe()", [&] { text = plugin_->describe(); }));
  if (text.ptr == nullptr || text.len == 0) {
    return LoadError(absl::StatusCode::kInvalidArgument, kDescriptionInvalid,
                     "describe() returned nothing");
  }
  // One byte more than is allowed is enough to see that it is too much.
  return std::string(text.ptr, std::min(text.len, kMaxDescriptionBytes + 1));
}

}  // namespace madad::registry
