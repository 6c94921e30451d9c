// Models with one fault each, named by it. Written against the bare ABI: the SDK would not let most
// of them happen.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "madad/abi/ext/shape.h"
#include "madad/abi/manifest.h"
#include "madad/abi/plugin.h"
#include "madad/sdk/export.h"

using madad::sdk::Column;
using madad::sdk::Type;

struct madad_instance {
  std::string fault;
  double seconds = 0;
};

namespace {

#define SCHEMA                                                                              \
  R"("labels":{"en":"Bad"},"parameters":{"type":"object","properties":{"seconds":{"type":)" \
  R"("number","minimum":0,"default":1e9}},"additionalProperties":false})"
#define MODEL(name) R"({"id":"bad_models.)" name R"(",)" SCHEMA "}"

constexpr char kDescription[] =
    R"({"describe_version":1,"id":"bad_models","version":"1.0.0","metrics":[],"models":[)"  //
    MODEL("good") "," MODEL("throws") "," MODEL("create_throws") "," MODEL("create_fails")  //
    "," MODEL("no_instance") "," MODEL("wrong_columns") "," MODEL("wrong_types")            //
    "," MODEL("many_rows") "," MODEL("never_returns") "," MODEL("returns_late")             //
    "," MODEL("create_never_returns") "," MODEL("stream_fails") "," MODEL("stream_throws")  //
    "," MODEL("shape_no_json") "," MODEL("shape_fails") "," MODEL("unknown_table")          //
    "," MODEL("no_stream") "," MODEL("endless_message") "," MODEL("odd_code")               //
    "," MODEL("says_cancelled") "," MODEL("not_finite") "," MODEL("not_utf8")               //
    "," MODEL("key_twice") "," MODEL("keeps_input") "," MODEL("stream_hangs")               //
    "," MODEL("schema_hangs") "," MODEL("hoards") "," MODEL("days") "]}";

constexpr char kShape[] =
    R"({"inputs":[{"name":"in","table":"leads","columns":[{"name":"lead_id","value":"lead_id"}]}],)"
    R"("outputs":[{"name":"out","key":"n","columns":[{"name":"n","type":"int64"},)"
    R"({"name":"score","type":"double"},{"name":"word","type":"string"}]}]})";
constexpr char kUnknownTable[] =
    R"({"inputs":[{"name":"in","table":"nowhere","columns":[{"name":"a","value":"a"}]}],)"
    R"("outputs":[{"name":"out","columns":[{"name":"n","type":"int64"}]}]})";

madad_str Describe() { return {kDescription, sizeof(kDescription) - 1}; }

void Sleep(double seconds) {
  std::this_thread::sleep_for(std::chrono::duration<double>(std::min(seconds, 1e6)));
}

int32_t Fail(int32_t code, const char* message, madad_error* error) {
  error->code = code;
  std::strncpy(error->message, message, sizeof(error->message) - 1);
  return code;
}

int32_t Create(const madad_host*, madad_str id, madad_str config, madad_instance** out,
               madad_error* error) {
  const std::string fault = std::string(id.ptr, id.len).substr(std::strlen("bad_models."));
  const std::string parameters(config.ptr, config.len);
  const double seconds = std::atof(parameters.c_str() + parameters.find(':') + 1);
  if (fault == "create_throws") throw std::runtime_error("nobody caught this");
  if (fault == "create_fails") {
    error->source = MADAD_SOURCE_CONFIG;
    return Fail(MADAD_INVALID_ARGUMENT, "seconds do not suit it", error);
  }
  if (fault == "create_never_returns") Sleep(seconds);
  if (fault == "no_instance") return MADAD_OK;
  *out = new madad_instance{fault, seconds};
  return MADAD_OK;
}

void Destroy(madad_instance* instance) { delete instance; }

int32_t ShapeOf(madad_instance* instance, madad_str* out, madad_error* error) {
  if (instance->fault == "shape_fails") return Fail(MADAD_INTERNAL, "no shape today", error);
  *out = {kShape, sizeof(kShape) - 1};
  if (instance->fault == "shape_no_json") *out = {"inputs: none", 12};
  if (instance->fault == "unknown_table") *out = {kUnknownTable, sizeof(kUnknownTable) - 1};
  return MADAD_OK;
}

// The output's columns, with `rows` rows, and with the fault.
std::vector<std::unique_ptr<Column>> Columns(const std::string& fault, int64_t rows) {
  using madad::sdk::detail::MakeColumn;
  std::vector<std::unique_ptr<Column>> columns;
  const bool wrong_type = fault == "wrong_types";
  columns.push_back(MakeColumn("n", Type::kInt64, 0));
  columns.push_back(MakeColumn("score", wrong_type ? Type::kString : Type::kDouble, 0));
  columns.push_back(MakeColumn(fault == "wrong_columns" ? "name" : "word", Type::kString, 0));
  for (int64_t i = 0; i < rows; ++i) {
    columns[0]->AppendValue(fault == "key_twice" ? i / 2 : i);
    if (wrong_type) {
      columns[1]->Null();
    } else {
      columns[1]->AppendValue(fault == "not_finite" && i == 1 ? NAN : 0.5);
    }
    columns[2]->AppendValue(std::string(fault == "not_utf8" ? "a\xff" : "word"));
  }
  return columns;
}

int FailNext(ArrowArrayStream*, ArrowArray*) { return 5; }
int ThrowNext(ArrowArrayStream*, ArrowArray*) { throw std::runtime_error("thrown in a stream"); }

// A stream has no room for the parameters.
std::atomic<double> hang_seconds = 0;
int HangNext(ArrowArrayStream*, ArrowArray* out) {
  Sleep(hang_seconds);
  *out = {};
  return 0;
}
int HangSchema(ArrowArrayStream*, ArrowSchema*) {
  Sleep(hang_seconds);
  return 5;
}
const char* SayBroken(ArrowArrayStream*) { return "the pipe broke"; }

int32_t Misbehave(const std::string& fault, double seconds, const madad_call* call,
                  madad_error* error) {
  if (fault == "throws") throw std::runtime_error("nobody caught this");
  if (fault == "never_returns") Sleep(seconds);
  if (fault == "hoards") {
    // At most 400 MB, unless it is stopped.
    std::vector<std::string> hoard;
    while (hoard.size() < 400 && call->cancelled(call->ctx) == 0) {
      hoard.emplace_back(1'000'000, 'x');
      Sleep(0.005);
    }
    return hoard.size() < 400 ? Fail(MADAD_CANCELLED, "told to stop", error) : MADAD_OK;
  }
  if (fault == "returns_late") {
    while (call->cancelled(call->ctx) == 0) Sleep(0.001);
    Sleep(seconds);
    call->progress(call->ctx, NAN, {"late", 4});
  }
  if (fault == "odd_code") return 77;
  if (fault == "says_cancelled") return Fail(MADAD_CANCELLED, "had enough", error);
  if (fault == "endless_message") {
    std::memset(error->message, 'x', sizeof(error->message));
    return MADAD_OUT_OF_RANGE;
  }
  return MADAD_OK;
}

int32_t Compute(madad_instance* instance, const madad_call* call, ArrowArrayStream* in, size_t n_in,
                ArrowArrayStream* out, size_t, madad_error* error) {
  const std::string& fault = instance->fault;
  const int32_t code = Misbehave(fault, instance->seconds, call, error);
  for (size_t i = 0; i < n_in && fault != "keeps_input"; ++i) in[i].release(&in[i]);
  if (code != MADAD_OK || fault == "no_stream") return code;
  if (fault == "days") {
    // Around midnight of Jerusalem, in winter time and in summer time.
    constexpr int64_t kInstants[] = {1'711'663'199'000'000, 1'711'663'200'000'000,
                                     1'719'867'600'000'000};
    int32_t days[3];
    call->local_days(call->ctx, kInstants, 3, days);
    std::vector<std::unique_ptr<Column>> columns = Columns(fault, 0);
    for (const int32_t day : days) {
      columns[0]->AppendValue(int64_t{day});
      columns[1]->Null();
      columns[2]->AppendValue(std::string(call->timezone.ptr, call->timezone.len));
    }
    madad::sdk::detail::TableStream::Export(std::move(columns), out);
    return MADAD_OK;
  }
  madad::sdk::detail::TableStream::Export(Columns(fault, fault == "many_rows" ? 200'000 : 3), out);
  if (fault == "stream_fails") out->get_next = FailNext;
  if (fault == "stream_throws") out->get_next = ThrowNext;
  if (fault == "stream_fails") out->get_last_error = SayBroken;
  hang_seconds = instance->seconds;
  if (fault == "stream_hangs") out->get_next = HangNext;
  if (fault == "schema_hangs") out->get_schema = HangSchema;
  return MADAD_OK;
}

const void* GetExtension(const char* id) {
  static const madad_shape kExtension = {sizeof(madad_shape), 0, ShapeOf};
  return std::strcmp(id, MADAD_EXT_SHAPE) == 0 ? &kExtension : nullptr;
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
