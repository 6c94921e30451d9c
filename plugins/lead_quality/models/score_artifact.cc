#include "models/score_artifact.h"

namespace lead_quality {
namespace {

constexpr std::string_view kMark = "MADADLS\n";
constexpr uint64_t kVersion = 1;

[[noreturn]] void Refuse(const std::string& why) {
  throw sdk::Error(MADAD_DATA_LOSS, "the artifact of lead scores " + why + "; train it again",
                   MADAD_SOURCE_DATA);
}

}  // namespace

std::string ScoreArtifact::ToBytes() const {
  ByteWriter bytes;
  bytes.U64(kVersion);
  bytes.Text(report);
  bytes.Double(value_if_converted);
  bytes.Text(model);
  return std::string(kMark) + bytes.bytes();
}

ScoreArtifact ScoreArtifact::From(std::string_view bytes) {
  if (!bytes.starts_with(kMark)) Refuse("is something else");
  ByteReader body(bytes.substr(kMark.size()));
  const uint64_t version = body.U64();
  if (version != kVersion) {
    Refuse("is of version " + std::to_string(version) + ", and this plugin reads version " +
           std::to_string(kVersion));
  }
  ScoreArtifact artifact;
  artifact.report = body.Text();
  artifact.value_if_converted = body.Double();
  artifact.model = body.Text();
  if (!body.done()) Refuse("goes on after its end");
  return artifact;
}

std::string ModelIn(std::string_view artifact) {
  if (artifact.empty()) return {};
  try {
    return ScoreArtifact::From(artifact).model;
  } catch (const sdk::Error&) {
    return std::string(artifact);
  }
}

}  // namespace lead_quality
