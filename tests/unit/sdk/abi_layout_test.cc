// The layout of every ABI struct, byte for byte. Plugins built years ago depend on these numbers:
// a change here is a new major version, an added line a new minor one.
#include <cstddef>
#include <cstring>
#include <string>

#include <gtest/gtest.h>

#include "madad/abi/arrow.h"
#include "madad/abi/ext/artifact.h"
#include "madad/abi/ext/log.h"
#include "madad/abi/ext/shape.h"
#include "madad/abi/ext/tasks.h"
#include "madad/abi/host.h"
#include "madad/abi/manifest.h"
#include "madad/abi/plugin.h"

namespace {

TEST(AbiLayoutTest, Text) {
  EXPECT_EQ(sizeof(madad_str), 16u);
  EXPECT_EQ(offsetof(madad_str, ptr), 0u);
  EXPECT_EQ(offsetof(madad_str, len), 8u);
}

TEST(AbiLayoutTest, Error) {
  EXPECT_EQ(sizeof(madad_error), 492u);
  EXPECT_EQ(offsetof(madad_error, size), 0u);
  EXPECT_EQ(offsetof(madad_error, code), 4u);
  EXPECT_EQ(offsetof(madad_error, source), 8u);
  EXPECT_EQ(offsetof(madad_error, message), 12u);
}

TEST(AbiLayoutTest, Host) {
  EXPECT_EQ(sizeof(madad_host), 24u);
  EXPECT_EQ(offsetof(madad_host, size), 0u);
  EXPECT_EQ(offsetof(madad_host, abi_minor), 4u);
  EXPECT_EQ(offsetof(madad_host, ctx), 8u);
  EXPECT_EQ(offsetof(madad_host, get_extension), 16u);
}

TEST(AbiLayoutTest, Call) {
  EXPECT_EQ(sizeof(madad_call), 96u);
  EXPECT_EQ(offsetof(madad_call, size), 0u);
  EXPECT_EQ(offsetof(madad_call, reserved), 4u);
  EXPECT_EQ(offsetof(madad_call, ctx), 8u);
  EXPECT_EQ(offsetof(madad_call, deadline_mono_ns), 16u);
  EXPECT_EQ(offsetof(madad_call, cancelled), 24u);
  EXPECT_EQ(offsetof(madad_call, log), 32u);
  EXPECT_EQ(offsetof(madad_call, progress), 40u);
  EXPECT_EQ(offsetof(madad_call, trace_id), 48u);
  EXPECT_EQ(offsetof(madad_call, as_of_us), 64u);
  EXPECT_EQ(offsetof(madad_call, timezone), 72u);
  EXPECT_EQ(offsetof(madad_call, local_days), 88u);
}

TEST(AbiLayoutTest, Plugin) {
  EXPECT_EQ(sizeof(madad_plugin), 48u);
  EXPECT_EQ(offsetof(madad_plugin, size), 0u);
  EXPECT_EQ(offsetof(madad_plugin, reserved), 4u);
  EXPECT_EQ(offsetof(madad_plugin, describe), 8u);
  EXPECT_EQ(offsetof(madad_plugin, create), 16u);
  EXPECT_EQ(offsetof(madad_plugin, destroy), 24u);
  EXPECT_EQ(offsetof(madad_plugin, compute), 32u);
  EXPECT_EQ(offsetof(madad_plugin, get_extension), 40u);
}

TEST(AbiLayoutTest, Entry) {
  EXPECT_EQ(sizeof(madad_entry), 40u);
  EXPECT_EQ(offsetof(madad_entry, magic), 0u);
  EXPECT_EQ(offsetof(madad_entry, size), 8u);
  EXPECT_EQ(offsetof(madad_entry, abi_major), 12u);
  EXPECT_EQ(offsetof(madad_entry, abi_minor), 16u);
  EXPECT_EQ(offsetof(madad_entry, abi_minor_needed), 20u);
  EXPECT_EQ(offsetof(madad_entry, open), 24u);
  EXPECT_EQ(offsetof(madad_entry, close), 32u);
}

TEST(AbiLayoutTest, Manifest) {
  EXPECT_EQ(sizeof(madad_manifest), 148u);
  EXPECT_EQ(offsetof(madad_manifest, size), 0u);
  EXPECT_EQ(offsetof(madad_manifest, abi_major), 4u);
  EXPECT_EQ(offsetof(madad_manifest, abi_minor), 8u);
  EXPECT_EQ(offsetof(madad_manifest, abi_minor_needed), 12u);
  EXPECT_EQ(offsetof(madad_manifest, flags), 16u);
  EXPECT_EQ(offsetof(madad_manifest, id), 20u);
  EXPECT_EQ(offsetof(madad_manifest, version), 84u);
  EXPECT_EQ(offsetof(madad_manifest, sdk_version), 116u);
  // An ELF note: a header of 12 bytes, the owner padded to 8.
  EXPECT_EQ(offsetof(madad_manifest_note, owner), 12u);
  EXPECT_EQ(offsetof(madad_manifest_note, manifest), 20u);
  EXPECT_EQ(sizeof(madad_manifest_note), 168u);
}

TEST(AbiLayoutTest, LogExtension) {
  EXPECT_EQ(sizeof(madad_log), 16u);
  EXPECT_EQ(offsetof(madad_log, size), 0u);
  EXPECT_EQ(offsetof(madad_log, write), 8u);
  EXPECT_STREQ(MADAD_EXT_LOG, "madad.log/1");
}

TEST(AbiLayoutTest, ShapeExtension) {
  EXPECT_EQ(sizeof(madad_shape), 16u);
  EXPECT_EQ(offsetof(madad_shape, size), 0u);
  EXPECT_EQ(offsetof(madad_shape, of), 8u);
  EXPECT_STREQ(MADAD_EXT_SHAPE, "madad.shape/1");
}

TEST(AbiLayoutTest, ArtifactExtension) {
  EXPECT_EQ(sizeof(madad_trained), 56u);
  EXPECT_EQ(offsetof(madad_trained, size), 0u);
  EXPECT_EQ(offsetof(madad_trained, verdict), 4u);
  EXPECT_EQ(offsetof(madad_trained, artifact), 8u);
  EXPECT_EQ(offsetof(madad_trained, report), 24u);
  EXPECT_EQ(offsetof(madad_trained, reason), 40u);
  EXPECT_EQ(sizeof(madad_artifact), 32u);
  EXPECT_EQ(offsetof(madad_artifact, size), 0u);
  EXPECT_EQ(offsetof(madad_artifact, train), 8u);
  EXPECT_EQ(offsetof(madad_artifact, release), 16u);
  EXPECT_EQ(offsetof(madad_artifact, apply), 24u);
  EXPECT_STREQ(MADAD_EXT_ARTIFACT, "madad.artifact/1");
  EXPECT_EQ(MADAD_VERDICT_REPLACE, 0u);
  EXPECT_EQ(MADAD_VERDICT_KEEP, 1u);
}

TEST(AbiLayoutTest, TasksExtension) {
  EXPECT_EQ(sizeof(madad_tasks), 16u);
  EXPECT_EQ(offsetof(madad_tasks, size), 0u);
  EXPECT_EQ(offsetof(madad_tasks, threads), 4u);
  EXPECT_EQ(offsetof(madad_tasks, run), 8u);
  EXPECT_STREQ(MADAD_EXT_TASKS, "madad.tasks/1");
}

TEST(AbiLayoutTest, Arrow) {
  EXPECT_EQ(sizeof(ArrowSchema), 72u);
  EXPECT_EQ(offsetof(ArrowSchema, flags), 24u);
  EXPECT_EQ(offsetof(ArrowSchema, children), 40u);
  EXPECT_EQ(offsetof(ArrowSchema, release), 56u);
  EXPECT_EQ(sizeof(ArrowArray), 80u);
  EXPECT_EQ(offsetof(ArrowArray, n_buffers), 24u);
  EXPECT_EQ(offsetof(ArrowArray, buffers), 40u);
  EXPECT_EQ(offsetof(ArrowArray, release), 64u);
  EXPECT_EQ(sizeof(ArrowArrayStream), 40u);
  EXPECT_EQ(offsetof(ArrowArrayStream, get_last_error), 16u);
  EXPECT_EQ(offsetof(ArrowArrayStream, release), 24u);
}

TEST(AbiConstantsTest, MagicIsReadableInTheFile) {
  const uint64_t magic = MADAD_ENTRY_MAGIC;
  char bytes[sizeof(magic)];
  std::memcpy(bytes, &magic, sizeof(magic));
  EXPECT_EQ(std::string(bytes, sizeof(bytes)), "MADADPLG");
}

TEST(AbiConstantsTest, FieldsBeyondTheMakersSizeAreAbsent) {
  madad_plugin plugin = {};
  plugin.size = offsetof(madad_plugin, create);
  EXPECT_TRUE(MADAD_HAS_FIELD(&plugin, madad_plugin, describe));
  EXPECT_FALSE(MADAD_HAS_FIELD(&plugin, madad_plugin, create));
  plugin.size += sizeof(plugin.create) - 1;
  EXPECT_FALSE(MADAD_HAS_FIELD(&plugin, madad_plugin, create));
  plugin.size += 1;
  EXPECT_TRUE(MADAD_HAS_FIELD(&plugin, madad_plugin, create));
}

}  // namespace
