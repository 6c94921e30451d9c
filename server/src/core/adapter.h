// What the core asks of a SQL engine.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

#include "core/query.h"
#include "core/value.h"
#include "madad/abi/arrow.h"

namespace madad::core {

// A column that a statement returns.
struct SqlColumn {
  std::string name;
  Type type = Type::kString;
  int32_t scale = 0;
};

// SQL of one engine with the values of its placeholders, in order.
struct SqlStatement {
  std::string sql;
  std::vector<Value> parameters;
  // What comes back. An engine whose own types say it needs none.
  std::vector<SqlColumn> columns;
  // All rows of a table rather than groups: worth an engine's way for many.
  bool is_bulk = false;
};

// Owns an Arrow C stream: releases it exactly once.
class ArrowStream {
 public:
  ArrowStream() = default;
  // Takes over `stream`, which is left released. When it fails, `failure` (where
  // there is one) says why: more than the stream's own text and number do.
  explicit ArrowStream(ArrowArrayStream* stream,
                       std::shared_ptr<const absl::Status> failure = nullptr)
      : stream_(*stream), failure_(std::move(failure)) {
    stream->release = nullptr;
  }
  ArrowStream(ArrowStream&& other) noexcept
      : stream_(std::exchange(other.stream_, {})), failure_(std::move(other.failure_)) {}
  ArrowStream& operator=(ArrowStream&& other) noexcept {
    std::swap(stream_, other.stream_);
    std::swap(failure_, other.failure_);
    return *this;
  }
  ~ArrowStream() {
    if (stream_.release != nullptr) stream_.release(&stream_);
  }
  ArrowArrayStream* get() { return &stream_; }
  // OK when the stream has not failed, or does not say how.
  absl::Status failure() const { return failure_ == nullptr ? absl::OkStatus() : *failure_; }

 private:
  ArrowArrayStream stream_{};
  std::shared_ptr<const absl::Status> failure_;
};

class Dialect;

// One SQL engine with the relations in it.
// Thread: every method may be called from any thread at the same time.
class Adapter {
 public:
  virtual ~Adapter() = default;
  // The engine's name for explanations: "duckdb 1.4.4".
  virtual std::string Name() const = 0;
  // Lifetime: as long as the adapter.
  virtual const Dialect& dialect() const = 0;
  // Runs `statement` and returns its rows as a stream of struct arrays.
  // Lifetime: the stream may outlive the call, not the adapter.
  // Errors: CANCELLED, DEADLINE_EXCEEDED (the work in the engine has stopped
  // by then), UNAVAILABLE, INTERNAL with what the engine said.
  virtual absl::StatusOr<ArrowStream> Execute(const SqlStatement& statement,
                                              const CallContext& call) = 0;
};

}  // namespace madad::core
