// Server-streaming calls whose work takes time.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

#include <grpcpp/grpcpp.h>

#include "absl/status/status.h"

#include "core/query.h"
#include "core/status.h"
#include "rpc/status.h"
#include "rpc/worker_pool.h"

namespace madad::rpc {

// Where the work of a stream puts its messages.
// Thread: any.
template <typename Response>
class StreamSink {
 public:
  virtual ~StreamSink() = default;
  // Hands over the next message. Waits while many are under way: a client that
  // reads slowly slows the work down, and one that takes nothing for half a
  // minute is cut off.
  // Errors: CANCELLED or DEADLINE_EXCEEDED when the call is over.
  virtual absl::Status Write(Response message) = 0;
  // Hands over a message that only counts until the next: it is left out when
  // the one before it is still under way. Never waits.
  virtual void Offer(Response message) = 0;
};

template <typename Response>
using StreamWork =
    std::function<absl::Status(const core::CallContext& call, StreamSink<Response>& sink)>;

// The call, until gRPC is done with it. `Reactor` is gRPC's, of a call that writes
// a stream of responses.
template <typename Response, typename Reactor = grpc::ServerWriteReactor<Response>>
class PoolStream : public Reactor, public StreamSink<Response> {
 public:
  PoolStream(grpc::CallbackServerContext& context, StreamWork<Response> work)
      : context_(context),
        work_(std::move(work)),
        call_{.deadline = absl::FromChrono(context.deadline()), .stop = stop_.get_token()} {}

  void Start(WorkerPool& pool, const absl::Status& busy) {
    if (!pool.TryRun([this] { Run(); })) this->Finish(ToGrpcStatus(busy));
  }

  absl::Status Write(Response message) override {
    {
      std::unique_lock lock(mutex_);
      MADAD_RETURN_IF_ERROR(WaitForRoom(lock));
      waiting_.push_back(std::move(message));
      if (std::exchange(writing_, true)) return absl::OkStatus();
    }
    WriteNext();
    return absl::OkStatus();
  }

  void Offer(Response message) override {
    {
      const std::lock_guard lock(mutex_);
      if (over_ || std::exchange(writing_, true)) return;
      waiting_.push_back(std::move(message));
    }
    WriteNext();
  }

  void OnWriteDone(bool ok) override {
    if (!ok) Leave();
    WriteNext();
  }
  void OnCancel() override { Leave(); }
  void OnDone() override { delete this; }

 protected:
  // A caller that neither takes nor sends anything is cut off after this.
  static constexpr std::chrono::seconds kStallLimit{30};

  std::mutex mutex_;  // guards what changes
  std::condition_variable changed_;
  bool over_ = false;  // the caller is gone

 private:
  static constexpr size_t kMaxWaiting = 8;

  void Run() {
    const absl::Status status = work_(call_, *this);
    // What it holds is not needed while the rest is being sent.
    work_ = nullptr;
    {
      const std::lock_guard lock(mutex_);
      end_ = status;
      if (!status.ok()) waiting_.clear();
      if (writing_) return;
    }
    this->Finish(ToGrpcStatus(status));
  }

  absl::Status WaitForRoom(std::unique_lock<std::mutex>& lock) {
    const auto has_room = [this] { return over_ || waiting_.size() < kMaxWaiting; };
    if (!changed_.wait_for(lock, kStallLimit, has_room)) {
      // The write under way fails by this, and the call ends with it.
      context_.TryCancel();
      over_ = true;
    }
    if (!over_) return absl::OkStatus();
    MADAD_RETURN_IF_ERROR(call_.Check());
    return absl::CancelledError("the caller no longer reads");
  }

  // Sends what waits, or ends the stream when there is nothing to come; the
  // caller has claimed `writing_`.
  void WriteNext() {
    bool is_ended = false;
    {
      const std::lock_guard lock(mutex_);
      writing_ = !waiting_.empty();
      if (writing_) {
        message_ = std::move(waiting_.front());
        waiting_.pop_front();
      } else {
        is_ended = end_.has_value();
      }
      changed_.notify_all();
      if (!writing_ && !is_ended) return;
    }
    if (is_ended) return this->Finish(ToGrpcStatus(*end_));
    this->StartWrite(&message_);
  }

  void Leave() {
    stop_.request_stop();
    const std::lock_guard lock(mutex_);
    over_ = true;
    waiting_.clear();
    changed_.notify_all();
  }

  grpc::CallbackServerContext& context_;
  StreamWork<Response> work_;
  std::stop_source stop_;
  const core::CallContext call_;
  Response message_;  // the one that is being written
  std::deque<Response> waiting_;
  bool writing_ = false;
  std::optional<absl::Status> end_;  // what the work returned
};

// Runs `work` on a thread of `pool` and sends what it writes; ends the call with
// what it returns, or with `busy` when the pool is full. `work` is told of the
// call's deadline and when it is cancelled.
template <typename Response>
grpc::ServerWriteReactor<Response>* StreamOn(WorkerPool& pool, const absl::Status& busy,
                                             grpc::CallbackServerContext& context,
                                             StreamWork<Response> work) {
  auto* call = new PoolStream<Response>(context, std::move(work));
  call->Start(pool, busy);
  return call;
}

}  // namespace madad::rpc
