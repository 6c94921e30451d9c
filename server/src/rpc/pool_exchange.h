// Calls that stream both ways, whose work takes time.
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "core/text.h"
#include "rpc/pool_stream.h"

namespace madad::rpc {

// Where the work of an exchange gets its messages.
template <typename Request>
class StreamSource {
 public:
  virtual ~StreamSource() = default;
  // Returns the next message, waiting until it is there; nothing when the caller
  // has said that there are no more. One that sends nothing for half a minute is
  // not waited for any longer.
  // Thread: one at a time.
  // Errors: CANCELLED or DEADLINE_EXCEEDED when the call is over;
  // DEADLINE_EXCEEDED (STREAM_IDLE).
  virtual absl::StatusOr<std::optional<Request>> Read() = 0;
};

template <typename Request, typename Response>
using ExchangeWork = std::function<absl::Status(
    const core::CallContext& call, StreamSource<Request>& source, StreamSink<Response>& sink)>;

// The call, until gRPC is done with it. Messages are read when they are asked for,
// so that a client that sends fast is slowed down.
template <typename Request, typename Response>
class PoolExchange : public PoolStream<Response, grpc::ServerBidiReactor<Request, Response>>,
                     public StreamSource<Request> {
  using Base = PoolStream<Response, grpc::ServerBidiReactor<Request, Response>>;

 public:
  PoolExchange(grpc::CallbackServerContext& context, ExchangeWork<Request, Response> work)
      : Base(context, [this, work = std::move(work)](const core::CallContext& call,
                                                     StreamSink<Response>& sink) {
          call_ = &call;
          return work(call, *this, sink);
        }) {}

  absl::StatusOr<std::optional<Request>> Read() override {
    {
      const std::lock_guard lock(this->mutex_);
      read_.reset();
    }
    this->StartRead(&request_);
    std::unique_lock lock(this->mutex_);
    const auto has_read = [this] { return read_.has_value() || this->over_; };
    if (!this->changed_.wait_for(lock, Base::kStallLimit, has_read)) return Idle();
    MADAD_RETURN_IF_ERROR(call_->Check());
    if (!read_.has_value()) return absl::CancelledError("the caller has left");
    if (!*read_) return std::optional<Request>();
    return std::optional<Request>(std::exchange(request_, {}));
  }

  void OnReadDone(bool ok) override {
    const std::lock_guard lock(this->mutex_);
    read_ = ok;
    this->changed_.notify_all();
  }

 private:
  static absl::Status Idle() {
    return core::Error(absl::StatusCode::kDeadlineExceeded,
                       core::Cat("nothing came for ", Base::kStallLimit.count(),
                                 " s; open the stream again when there is something to send"),
                       {"STREAM_IDLE", {}, ""});
  }

  const core::CallContext* call_ = nullptr;
  Request request_;           // that is being read
  std::optional<bool> read_;  // set when that is done: false, there are no more
};

// Runs `work` on a thread of `pool`, as StreamOn does, with what the client sends.
template <typename Request, typename Response>
grpc::ServerBidiReactor<Request, Response>* ExchangeOn(WorkerPool& pool, const absl::Status& busy,
                                                       grpc::CallbackServerContext& context,
                                                       ExchangeWork<Request, Response> work) {
  auto* call = new PoolExchange<Request, Response>(context, std::move(work));
  call->Start(pool, busy);
  return call;
}

}  // namespace madad::rpc
