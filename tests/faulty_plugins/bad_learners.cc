// Models that learn, with one fault each, named by it. Written against the bare ABI: the SDK would
// not let them happen.
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <string>
#include <thread>

#include "madad/abi/ext/artifact.h"
#include "madad/abi/ext/shape.h"
#include "madad/abi/manifest.h"
#include "madad/abi/plugin.h"
#include "madad/sdk/export.h"

struct madad_instance {
  std::string fault;
};

namespace {

#define SCHEMA \
  R"("labels":{"en":"Bad"},"parameters":{"type":"object","properties":{},"additionalProperties":false})"
#define MODEL(name) R"({"id":"bad_learners.)" name R"(",)" SCHEMA "}"

constexpr char kDescription[] =
    R"({"describe_version":1,"id":"bad_learners","version":"1.0.0","metrics":[],"models":[)"   //
    MODEL("good") "," MODEL("train_throws") "," MODEL("train_fails") "," MODEL("train_hangs")  //
    "," MODEL("nothing") "," MODEL("no_bytes") "," MODEL("short_struct")                       //
    "," MODEL("report_no_json") "," MODEL("report_no_object") "," MODEL("odd_verdict")         //
    "," MODEL("no_report") "," MODEL("apply_throws") "," MODEL("apply_fails")                  //
    "," MODEL("apply_wrong_type") "," MODEL("waits") "]}";

constexpr char kShape[] =
    R"({"trained":true,"inputs":[{"name":"in","table":"leads","columns":[{"name":"lead_id",)"
    R"("value":"lead_id"}]}],"outputs":[{"name":"out","columns":[{"name":"n","type":"int64"}]}]})";

// Trainings that were not released.
int open_trainings = 0;

madad_str Describe() { return {kDescription, sizeof(kDescription) - 1}; }

madad_str Text(const char* text) { return {text, std::strlen(text)}; }

int32_t Fail(int32_t code, const char* message, madad_error* error) {
  error->code = code;
  std::strncpy(error->message, message, sizeof(error->message) - 1);
  return code;
}

int32_t Create(const madad_host*, madad_str id, madad_str, madad_instance** out, madad_error*) {
  *out = new madad_instance{std::string(id.ptr, id.len).substr(std::strlen("bad_learners."))};
  return MADAD_OK;
}

void Destroy(madad_instance* instance) { delete instance; }

int32_t ShapeOf(madad_instance*, madad_str* out, madad_error*) {
  *out = {kShape, sizeof(kShape) - 1};
  return MADAD_OK;
}

void ReleaseAll(ArrowArrayStream* in, size_t n) {
  for (size_t i = 0; i < n; ++i) in[i].release(&in[i]);
}

int32_t Compute(madad_instance*, const madad_call*, ArrowArrayStream* in, size_t n_in,
                ArrowArrayStream*, size_t, madad_error* error) {
  ReleaseAll(in, n_in);
  return Fail(MADAD_INTERNAL, "a model that learns was computed", error);
}

int32_t Train(madad_instance* instance, const madad_call* call, ArrowArrayStream* in, size_t n_in,
              madad_str previous, const madad_trained** out, madad_error* error) {
  const std::string& fault = instance->fault;
  ReleaseAll(in, n_in);
  if (fault == "train_throws") throw std::runtime_error("nobody caught this");
  if (fault == "train_fails") return Fail(MADAD_FAILED_PRECONDITION, "too few rows", error);
  if (fault == "train_hangs") std::this_thread::sleep_for(std::chrono::milliseconds(500));
  if (fault == "waits") {
    while (call->cancelled(call->ctx) == 0) std::this_thread::yield();
    return Fail(MADAD_CANCELLED, "told to stop", error);
  }
  if (fault == "nothing") return MADAD_OK;
  auto* trained = new madad_trained{sizeof(madad_trained), MADAD_VERDICT_REPLACE, Text("learned"),
                                    Text(R"({"auc":0.5})"), Text(previous.len > 0 ? "again" : "")};
  if (fault == "no_bytes") trained->artifact = {nullptr, 0};
  if (fault == "short_struct") trained->size = 8;
  if (fault == "report_no_json") trained->report = Text("auc 0.5");
  if (fault == "report_no_object") trained->report = Text("[1]");
  if (fault == "no_report") trained->report = {nullptr, 0};
  if (fault == "odd_verdict") trained->verdict = 7;
  ++open_trainings;
  *out = trained;
  return MADAD_OK;
}

void Release(const madad_trained* trained) {
  --open_trainings;
  delete trained;
}

// The number that it makes: how many trainings are open, and 1000 for the right artifact.
int32_t Apply(madad_instance* instance, const madad_call*, madad_str artifact, ArrowArrayStream* in,
              size_t n_in, ArrowArrayStream* out, size_t, madad_error* error) {
  const std::string& fault = instance->fault;
  ReleaseAll(in, n_in);
  if (fault == "apply_throws") throw std::runtime_error("nobody caught this");
  if (fault == "apply_fails") return Fail(MADAD_DATA_LOSS, "the artifact is none", error);
  using madad::sdk::Type;
  const bool is_wrong = fault == "apply_wrong_type";
  std::vector<std::unique_ptr<madad::sdk::Column>> columns;
  columns.push_back(
      madad::sdk::detail::MakeColumn("n", is_wrong ? Type::kDouble : Type::kInt64, 0));
  const bool is_it = std::string(artifact.ptr, artifact.len) == "learned";
  if (is_wrong) {
    columns[0]->Null();
  } else {
    columns[0]->AppendValue(int64_t{open_trainings} + (is_it ? 1000 : 0));
  }
  madad::sdk::detail::TableStream::Export(std::move(columns), out);
  return MADAD_OK;
}

const void* GetExtension(const char* id) {
  static const madad_shape kShapes = {sizeof(madad_shape), 0, ShapeOf};
  static const madad_artifact kArtifacts = {sizeof(madad_artifact), 0, Train, Release, Apply};
  if (std::strcmp(id, MADAD_EXT_SHAPE) == 0) return &kShapes;
  return std::strcmp(id, MADAD_EXT_ARTIFACT) == 0 ? &kArtifacts : nullptr;
}

const madad_plugin* Open(const madad_host*, madad_error*) {
  static const madad_plugin kPlugin = {sizeof(madad_plugin), 0, Describe, Create, Destroy, Compute,
                                       GetExtension};
  return &kPlugin;
}

void Close() {}

}  // namespace

MADAD_MANIFEST(MADAD_PLUGIN_ID, MADAD_PLUGIN_VERSION, "");
extern "C" MADAD_EXPORT const madad_entry madad_entry_v1 = {
    MADAD_ENTRY_MAGIC, sizeof(madad_entry), MADAD_ABI_MAJOR, MADAD_ABI_MINOR, 0, Open, Close};
