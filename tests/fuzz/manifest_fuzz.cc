// Plugin files: any bytes give a manifest in the right form or say why not.
#include "core/status.h"
#include "core/utf8.h"
#include "fuzz/fuzz.h"
#include "registry/elf_manifest.h"
#include "registry/names.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using madad::fuzz::Require;
  const absl::StatusOr<madad::registry::Manifest> manifest =
      madad::registry::ReadManifest(madad::fuzz::View(data, size));
  if (manifest.ok()) {
    Require(madad::registry::IsPluginId(manifest->id), "an odd id: " + manifest->id);
    Require(madad::registry::IsVersion(manifest->version), "an odd version: " + manifest->version);
    return 0;
  }
  const std::string message(manifest.status().message());
  Require(!message.empty(), "no message");
  Require(madad::core::FindInvalidUtf8(message) == std::string::npos, "no UTF-8: " + message);
  Require(!madad::core::DetailOf(manifest.status()).reason.empty(), "no reason: " + message);
  return 0;
}
