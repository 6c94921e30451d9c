#include "registry/generation.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "digest/sha256.h"
#include "registry/description.h"
#include "registry/elf_manifest.h"
#include "registry/errors.h"
#include "registry/library.h"
#include "registry/plugin_file.h"
#include "registry/session.h"

namespace madad::registry {
namespace {

// Errors: INVALID_ARGUMENT when the plugin calls itself something else than its manifest does.
absl::Status CheckAgrees(const Manifest& manifest, const Description& description) {
  if (manifest.id == description.id && manifest.version == description.version) {
    return absl::OkStatus();
  }
  return LoadError(absl::StatusCode::kInvalidArgument, kDescriptionInvalid,
                   absl::StrCat("the manifest says '", manifest.id, "' ", manifest.version,
                                ", describe() says '", description.id, "' ", description.version,
                                "; give madad_add_plugin() the ID and VERSION of the source"));
}

}  // namespace

absl::StatusOr<Generation> Generation::Load(const std::filesystem::path& path,
                                            const Options& options, PluginInfo* seen) {
  PluginInfo info{.path = path};
  absl::StatusOr<Generation> loaded = LoadSteps(info, options);
  if (seen != nullptr) *seen = info;
  if (loaded.ok()) return loaded;
  core::ErrorDetail detail = core::DetailOf(loaded.status());
  detail.metadata["path"] = path.string();
  return core::Error(loaded.status().code(),
                     absl::StrCat("plugin '", path.string(), "': ", loaded.status().message()),
                     detail);
}

absl::StatusOr<Generation> Generation::LoadSteps(PluginInfo& info, const Options& options) {
  MADAD_ASSIGN_OR_RETURN(const std::string bytes, ReadPluginFile(info.path));
  MADAD_ASSIGN_OR_RETURN(info.sha256, digest::Sha256(bytes));
  MADAD_ASSIGN_OR_RETURN(const Manifest manifest, ReadManifest(bytes));
  info.id = manifest.id;
  info.version = manifest.version;
  info.sdk_version = manifest.sdk_version;
  info.abi_major = manifest.abi_major;
  info.abi_minor = manifest.abi_minor;
  MADAD_ASSIGN_OR_RETURN(Library library, Library::Load(manifest.id, bytes));
  MADAD_ASSIGN_OR_RETURN(std::unique_ptr<Session> session,
                         Session::Open(std::move(library), manifest, options));
  MADAD_ASSIGN_OR_RETURN(const std::string json, session->Describe());
  MADAD_ASSIGN_OR_RETURN(Description description, ParseDescription(json));
  MADAD_RETURN_IF_ERROR(CheckAgrees(manifest, description));
  if (!description.models.empty()) MADAD_RETURN_IF_ERROR(session->CheckModels());
  return Generation(info, std::move(session), std::move(description));
}

Generation::Generation(PluginInfo info, std::shared_ptr<Session> session, Description description)
    : info_(std::move(info)), session_(std::move(session)), description_(std::move(description)) {}
Generation::Generation(Generation&&) noexcept = default;
Generation& Generation::operator=(Generation&&) noexcept = default;
Generation::~Generation() = default;

}  // namespace madad::registry
