// The C interface of XGBoost, owned and checked.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "learners/matrix.h"

namespace lead_quality {

// Rows in XGBoost's own form, with what is to be learned.
class XgbRows {
 public:
  // `threads` build it; it copies the values.
  // Errors: sdk::Error (MADAD_INTERNAL) with what XGBoost says.
  XgbRows(const Matrix& x, int threads);
  XgbRows(const Matrix& x, const Targets& targets, int threads);
  ~XgbRows();
  XgbRows(const XgbRows&) = delete;
  XgbRows& operator=(const XgbRows&) = delete;

  void* handle() const { return handle_; }

 private:
  void* handle_ = nullptr;
};

// A model of trees.
// Errors: of every function: sdk::Error (MADAD_INTERNAL) with what XGBoost says.
class XgbBooster {
 public:
  // One that will learn from `rows`, which outlive it.
  explicit XgbBooster(const XgbRows& rows);
  // One that Bytes wrote. Errors: sdk::Error (MADAD_DATA_LOSS) when they are not.
  XgbBooster(std::string_view bytes, int threads);
  ~XgbBooster();
  XgbBooster(XgbBooster&& other) noexcept;
  XgbBooster& operator=(XgbBooster&& other) noexcept;

  void Set(const char* parameter, const std::string& value);
  void Update(int round, const XgbRows& rows);
  // Returns the mean log loss over `rows`, as XGBoost's metric has it.
  double LogLoss(int round, const XgbRows& rows) const;
  // Returns the model of the first `rounds` trees.
  XgbBooster First(int rounds) const;

  // Writes the logits of x's rows.
  void Margins(const Matrix& x, std::span<double> logits) const;
  // Writes exact TreeSHAP values (Lundberg & Lee 2017), x.width() + 1 a row.
  void Contributions(const Matrix& x, int threads, std::span<double> contributions) const;

  uint64_t width() const;
  std::string Bytes() const;
  // The same as JSON.
  std::string Json() const;

 private:
  explicit XgbBooster(void* handle) : handle_(handle) {}
  std::string Saved(const char* config) const;

  void* handle_ = nullptr;
};

}  // namespace lead_quality
