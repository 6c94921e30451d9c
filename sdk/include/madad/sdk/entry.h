// The plugin's side of the C ABI: MADAD_PLUGIN and what it stands for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "madad/abi/ext/artifact.h"
#include "madad/abi/ext/shape.h"
#include "madad/abi/manifest.h"
#include "madad/abi/plugin.h"
#include "madad/sdk/declaration.h"
#include "madad/sdk/error.h"
#include "madad/sdk/instance.h"
#include "madad/sdk/version.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk::detail {

// The functions behind `madad_entry_v1` of the plugin that `kDeclare` declares and `kNote` names.
// Everything that can fail happens in Open, which alone can report an error.
template <void (*kDeclare)(Plugin&), const madad_manifest_note& kNote>
class Entry {
 public:
  static const madad_plugin* Open(const madad_host*, madad_error* error) noexcept {
    const int32_t code = Guard(error, [] {
      Plugin plugin(kNote.manifest.id, kNote.manifest.version);
      kDeclare(plugin);
      description_ = plugin.Describe();
      models_ = plugin.TakeModels();
    });
    if (code != MADAD_OK) return nullptr;
    return models_.empty() ? &kMetricsAlone : &kWithModels;
  }

  static void Close() noexcept {
    description_ = std::string();
    models_.clear();
  }

 private:
  static madad_str Describe() noexcept { return {description_.data(), description_.size()}; }
  static int32_t Create(const madad_host* host, madad_str id, madad_str config,
                        madad_instance** out, madad_error* error) noexcept {
    return CreateInstance(models_, host, id, config, out, error);
  }
  static const void* GetExtension(const char* id) noexcept {
    if (std::string_view(id) == MADAD_EXT_SHAPE) return &kShape;
    if (std::string_view(id) == MADAD_EXT_ARTIFACT) return &kArtifact;
    return nullptr;
  }

  static constexpr madad_plugin kMetricsAlone = {
      sizeof(madad_plugin), 0, &Describe, nullptr, nullptr, nullptr, nullptr};
  static constexpr madad_plugin kWithModels = {
      sizeof(madad_plugin), 0, &Describe, &Create, &DestroyInstance, &ComputeInstance,
      &GetExtension};
  static constexpr madad_shape kShape = {sizeof(madad_shape), 0, &ShapeOfInstance};
  static constexpr madad_artifact kArtifact = {sizeof(madad_artifact), 0, &TrainInstance,
                                               &ReleaseTrained, &ApplyInstance};
  static inline std::string description_;
  static inline Models models_;
};

}  // namespace madad::sdk::detail
#pragma GCC visibility pop

// Makes the file a plugin declared by `declare`, a void(madad::sdk::Plugin&): its one exported
// symbol and its manifest. Once per plugin, at file scope. madad_add_plugin() defines
// MADAD_PLUGIN_ID and MADAD_PLUGIN_VERSION.
#define MADAD_PLUGIN(declare)                                                 \
  MADAD_MANIFEST(MADAD_PLUGIN_ID, MADAD_PLUGIN_VERSION, MADAD_SDK_VERSION);   \
  extern "C" MADAD_EXPORT const madad_entry madad_entry_v1 = {                \
      MADAD_ENTRY_MAGIC,                                                      \
      sizeof(madad_entry),                                                    \
      MADAD_ABI_MAJOR,                                                        \
      MADAD_ABI_MINOR,                                                        \
      0,                                                                      \
      &::madad::sdk::detail::Entry<&(declare), madad_manifest_note_v1>::Open, \
      &::madad::sdk::detail::Entry<&(declare), madad_manifest_note_v1>::Close}
