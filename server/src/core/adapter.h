// What the core asks of a SQL engine.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

#include "core/query.h"
#include "core/value.h"
#include "madad/abi/arrow.h"

namespace madad::core {

// SQL of one engine with the values of its placeholders, in order.
struct SqlStatement {
  std::string sql;
  std::vector<Value> parameters;
};

// Owns an Arrow C stream: releases it exactly once.
class ArrowStream {
 public:
  ArrowStream() = default;
  // Takes over `stream`, which is left released.
  explicit ArrowStream(ArrowArrayStream* stream) : stream_(*stream) { stream->release = nullptr; }
  ArrowStream(ArrowStream&& other) noexcept : stream_(std::exchange(other.stream_, {})) {}
  ArrowStream& operator=(ArrowStream&& other) noexcept {
    std::swap(stream_, other.stream_);
    return *this;
  }
  ~ArrowStream() {
    if (stream_.release != nullptr) stream_.release(&stream_);
  }
  ArrowArrayStream* get() { return &stream_; }

 private:
  ArrowArrayStream stream_{};
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
