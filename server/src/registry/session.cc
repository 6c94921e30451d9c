#include "registry/session.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"

#include "registry/abi_version.h"
#include "registry/contain.h"
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

}  // namespace

Session::Session(Library library, const std::string& id, const Options& options)
    : library_(std::move(library)), host_(id, options) {}

absl::StatusOr<std::unique_ptr<Session>> Session::Open(Library library, const Manifest& manifest,
                                                       const Options& options) {
  MADAD_RETURN_IF_ERROR(CheckEntry(library.entry(), manifest));
  std::unique_ptr<Session> session(new Session(std::move(library), manifest.id, options));
  MADAD_RETURN_IF_ERROR(session->OpenPlugin());
  return session;
}

absl::Status Session::OpenPlugin() {
  madad_error error = EmptyError();
  MADAD_RETURN_IF_ERROR(
      Contain("open()", [&] { plugin_ = library_.entry().open(host_.abi(), &error); }));
  if (plugin_ == nullptr) return PluginError("open()", error.code, error, kOpenFailed);
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

absl::Status Session::CheckModels() {
  if (plugin_->create == nullptr) {
    return Invalid("the plugin declares models and has no create, destroy and compute");
  }
  if (plugin_->get_extension != nullptr) {
    MADAD_RETURN_IF_ERROR(Contain("get_extension()", [&] {
      shape_ = static_cast<const madad_shape*>(plugin_->get_extension(MADAD_EXT_SHAPE));
      artifact_ = static_cast<const madad_artifact*>(plugin_->get_extension(MADAD_EXT_ARTIFACT));
    }));
  }
  const bool sound =
      shape_ != nullptr && MADAD_HAS_FIELD(shape_, madad_shape, of) && shape_->of != nullptr;
  if (!sound) {
    return Invalid(
        absl::StrCat("the plugin declares models and has no extension ", MADAD_EXT_SHAPE));
  }
  const bool learns =
      artifact_ == nullptr || (MADAD_HAS_FIELD(artifact_, madad_artifact, apply) &&
                               artifact_->train && artifact_->release && artifact_->apply);
  if (learns) return absl::OkStatus();
  return Invalid(absl::StrCat("the plugin has some of the functions of ", MADAD_EXT_ARTIFACT,
                              "; give train, release and apply"));
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
