// Starts, then lets exceptions cross the ABI when described and when closed.
#include "madad/abi/manifest.h"

MADAD_MANIFEST(MADAD_PLUGIN_ID, MADAD_PLUGIN_VERSION, "");

namespace {

madad_str Describe() { throw 7; }

const madad_plugin* Open(const madad_host*, madad_error*) {
  static constexpr madad_plugin kPlugin = {
      sizeof(madad_plugin), 0, &Describe, nullptr, nullptr, nullptr, nullptr};
  return &kPlugin;
}

void Close() { throw 8; }

}  // namespace

extern "C" MADAD_EXPORT const madad_entry madad_entry_v1 = {
    MADAD_ENTRY_MAGIC, sizeof(madad_entry), MADAD_ABI_MAJOR, MADAD_ABI_MINOR, 0, Open, Close};
