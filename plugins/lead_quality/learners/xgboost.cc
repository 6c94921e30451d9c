#include "learners/xgboost.h"

#include <charconv>
#include <cmath>
#include <utility>

#include <xgboost/c_api.h>

#include "artifact/bytes.h"

namespace lead_quality {
namespace {

// The last error's first line: its stack follows.
std::string LastError() {
  const std::string_view text = XGBGetLastError();
  return std::string(text.substr(0, text.find('\n')));
}

void Try(int status, const char* what) {
  if (status == 0) return;
  throw sdk::Error(MADAD_INTERNAL, std::string("XGBoost failed to ") + what + ": " + LastError());
}

// The matrix in NumPy's array interface, which XGBoost reads.
std::string ArrayOf(const Matrix& x, size_t first, size_t rows) {
  return "{\"data\":[" + std::to_string(reinterpret_cast<uintptr_t>(x.Row(first))) +
         ",true],\"shape\":[" + std::to_string(rows) + "," + std::to_string(x.width()) +
         "],\"typestr\":\"<f4\",\"version\":3}";
}

constexpr char kMargin[] =
    R"({"type":1,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false,)"
    R"("missing":NaN,"cache_id":0})";
constexpr char kContributions[] =
    R"({"type":2,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false})";

// How many rows are asked for at once: few enough that XGBoost's buffers stay small.
constexpr size_t kRowsAtOnce = 65'536;

}  // namespace

XgbRows::XgbRows(const Matrix& x, int threads) {
  const std::string config = "{\"missing\":NaN,\"nthread\":" + std::to_string(threads) + "}";
  Try(XGDMatrixCreateFromDense(ArrayOf(x, 0, x.rows).c_str(), config.c_str(), &handle_),
      "take the leads");
}

XgbRows::XgbRows(const Matrix& x, const Targets& targets, int threads) : XgbRows(x, threads) {
  std::vector<float> values(targets.converted.begin(), targets.converted.end());
  Try(XGDMatrixSetFloatInfo(handle_, "label", values.data(), values.size()), "take the outcomes");
  if (targets.weights.empty()) return;
  values.assign(targets.weights.begin(), targets.weights.end());
  Try(XGDMatrixSetFloatInfo(handle_, "weight", values.data(), values.size()), "take the weights");
}

XgbRows::~XgbRows() { XGDMatrixFree(handle_); }

XgbBooster::XgbBooster(const XgbRows& rows) {
  void* const handles[] = {rows.handle()};
  Try(XGBoosterCreate(handles, 1, &handle_), "start a model");
}

XgbBooster::XgbBooster(std::string_view bytes, int threads) {
  Try(XGBoosterCreate(nullptr, 0, &handle_), "start a model");
  if (XGBoosterLoadModelFromBuffer(handle_, bytes.data(), bytes.size()) != 0) {
    const std::string reason = LastError();
    XGBoosterFree(handle_);
    throw sdk::Error(MADAD_DATA_LOSS, "XGBoost cannot read the stored trees: " + reason,
                     MADAD_SOURCE_DATA);
  }
  Set("nthread", std::to_string(threads));
}

XgbBooster::~XgbBooster() {
  if (handle_ != nullptr) XGBoosterFree(handle_);
}

XgbBooster::XgbBooster(XgbBooster&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)) {}

XgbBooster& XgbBooster::operator=(XgbBooster&& other) noexcept {
  std::swap(handle_, other.handle_);
  return *this;
}

void XgbBooster::Set(const char* parameter, const std::string& value) {
  Try(XGBoosterSetParam(handle_, parameter, value.c_str()), "take a parameter");
}

void XgbBooster::Update(int round, const XgbRows& rows) {
  Try(XGBoosterUpdateOneIter(handle_, round, rows.handle()), "grow a tree");
}

double XgbBooster::LogLoss(int round, const XgbRows& rows) const {
  void* handles[] = {rows.handle()};
  const char* names[] = {"held-out"};
  const char* line = nullptr;
  Try(XGBoosterEvalOneIter(handle_, round, handles, names, 1, &line), "measure a model");
  // The line is [round]<tab>held-out-logloss:0.123.
  const std::string_view text(line);
  const size_t colon = text.rfind(':');
  double loss = NAN;
  if (colon != std::string_view::npos) {
    std::from_chars(text.data() + colon + 1, text.data() + text.size(), loss);
  }
  return loss;
}

XgbBooster XgbBooster::First(int rounds) const {
  void* handle = nullptr;
  Try(XGBoosterSlice(handle_, 0, rounds, 1, &handle), "keep the first trees");
  return XgbBooster(handle);
}

void XgbBooster::Margins(const Matrix& x, std::span<double> logits) const {
  for (size_t first = 0; first < x.rows; first += kRowsAtOnce) {
    const size_t rows = std::min(kRowsAtOnce, x.rows - first);
    const bst_ulong* shape = nullptr;
    bst_ulong dimensions = 0;
    const float* values = nullptr;
    Try(XGBoosterPredictFromDense(handle_, ArrayOf(x, first, rows).c_str(), kMargin, nullptr,
                                  &shape, &dimensions, &values),
        "score leads");
    for (size_t i = 0; i < rows; ++i) logits[first + i] = static_cast<double>(values[i]);
  }
}

void XgbBooster::Contributions(const Matrix& x, int threads,
                               std::span<double> contributions) const {
  const XgbRows rows(x, threads);
  const bst_ulong* shape = nullptr;
  bst_ulong dimensions = 0;
  const float* values = nullptr;
  Try(XGBoosterPredictFromDMatrix(handle_, rows.handle(), kContributions, &shape, &dimensions,
                                  &values),
      "explain scores");
  for (size_t i = 0; i < contributions.size(); ++i) {
    contributions[i] = static_cast<double>(values[i]);
  }
}

uint64_t XgbBooster::width() const {
  bst_ulong width = 0;
  Try(XGBoosterGetNumFeature(handle_, &width), "count its columns");
  return width;
}

std::string XgbBooster::Bytes() const { return Saved(R"({"format":"ubj"})"); }
std::string XgbBooster::Json() const { return Saved(R"({"format":"json"})"); }

std::string XgbBooster::Saved(const char* config) const {
  bst_ulong size = 0;
  const char* bytes = nullptr;
  Try(XGBoosterSaveModelToBuffer(handle_, config, &size, &bytes), "save its trees");
  return std::string(bytes, size);
}

}  // namespace lead_quality
