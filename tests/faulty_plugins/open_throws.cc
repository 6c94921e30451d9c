// Lets an exception cross the ABI.
#include <stdexcept>

#include "madad/abi/manifest.h"

MADAD_MANIFEST(MADAD_PLUGIN_ID, MADAD_PLUGIN_VERSION, "");

namespace {

const madad_plugin* Open(const madad_host*, madad_error*) {
  throw std::runtime_error("nobody caught this");
}

void Close() {}

}  // namespace

extern "C" MADAD_EXPORT const madad_entry madad_entry_v1 = {
    MADAD_ENTRY_MAGIC, sizeof(madad_entry), MADAD_ABI_MAJOR, MADAD_ABI_MINOR, 0, Open, Close};
