#include "registry/elf_manifest.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"

#include "madad/abi/manifest.h"
#include "registry/abi_version.h"
#include "registry/elf.h"
#include "registry/errors.h"
#include "registry/names.h"

namespace madad::registry {
namespace {

absl::Status Invalid(const std::string& message) {
  return LoadError(absl::StatusCode::kInvalidArgument, kManifestInvalid,
                   absl::StrCat("the plugin's manifest is damaged: ", message));
}

absl::StatusOr<std::string_view> FindNote(const Elf& elf) {
  absl::StatusOr<std::string_view> note = elf.Note(MADAD_NOTE_OWNER, MADAD_NOTE_TYPE);
  if (!absl::IsNotFound(note.status())) return note;
  return LoadError(absl::StatusCode::kInvalidArgument, kManifestMissing,
                   "the library is not a plugin: it has no note of 'madad' in " MADAD_NOTE_SECTION
                   "; build it with madad_add_plugin() and name its declaration in MADAD_PLUGIN()");
}

// Returns the text of a fixed field, or nothing when it has no terminating NUL.
template <size_t kSize>
std::optional<std::string> Text(const char (&field)[kSize]) {
  const char* end = std::find(field, field + kSize, '\0');
  if (end == field + kSize) return std::nullopt;
  return std::string(field, end);
}

absl::StatusOr<Manifest> Convert(std::string_view note) {
  madad_manifest raw;
  // A newer plugin's manifest may be longer; what follows is not for this server.
  if (note.size() < sizeof(raw)) {
    return Invalid(absl::StrCat("it has ", note.size(), " bytes, expected ", sizeof(raw)));
  }
  std::memcpy(&raw, note.data(), sizeof(raw));
  if (raw.size < sizeof(raw) || raw.size > note.size()) {
    return Invalid(absl::StrCat("it says it has ", raw.size, " bytes, and has ", note.size()));
  }
  const std::optional<std::string> id = Text(raw.id);
  const std::optional<std::string> version = Text(raw.version);
  const std::optional<std::string> sdk_version = Text(raw.sdk_version);
  if (!id || !version || !sdk_version) return Invalid("a text in it has no end");
  return Manifest{raw.abi_major, raw.abi_minor, raw.abi_minor_needed, raw.flags,
                  *id,           *version,      *sdk_version};
}

absl::Status CheckNames(const Manifest& manifest) {
  if (!IsPluginId(manifest.id)) {
    return Invalid(absl::StrCat("the id '", Printable(manifest.id), "' should be ", kPluginIdForm));
  }
  if (!IsVersion(manifest.version)) {
    return Invalid(
        absl::StrCat("the version '", Printable(manifest.version), "' should be ", kVersionForm));
  }
  if (!manifest.sdk_version.empty() && !IsVersion(manifest.sdk_version)) {
    return Invalid(absl::StrCat("the SDK version '", Printable(manifest.sdk_version),
                                "' should be ", kVersionForm));
  }
  return absl::OkStatus();
}

absl::Status CheckEntry(const Elf& elf) {
  MADAD_ASSIGN_OR_RETURN(const std::vector<std::string_view> exports, elf.Exports());
  if (std::find(exports.begin(), exports.end(), MADAD_ENTRY_SYMBOL) != exports.end()) {
    return absl::OkStatus();
  }
  return LoadError(absl::StatusCode::kInvalidArgument, kEntryMissing,
                   absl::StrCat("the library does not export ", MADAD_ENTRY_SYMBOL, " (it exports ",
                                exports.size(),
                                " other symbols); put MADAD_PLUGIN() into one of "
                                "its sources and link it with madad_add_plugin()"));
}

}  // namespace

absl::StatusOr<Manifest> ReadManifest(std::string_view bytes) {
  MADAD_ASSIGN_OR_RETURN(const Elf elf, Elf::Parse(bytes));
  MADAD_ASSIGN_OR_RETURN(const std::string_view note, FindNote(elf));
  MADAD_ASSIGN_OR_RETURN(Manifest manifest, Convert(note));
  MADAD_RETURN_IF_ERROR(
      CheckAbi(manifest.abi_major, manifest.abi_minor, manifest.abi_minor_needed));
  MADAD_RETURN_IF_ERROR(CheckNames(manifest));
  MADAD_RETURN_IF_ERROR(CheckEntry(elf));
  return manifest;
}

}  // namespace madad::registry
