#include "rpc/pool_call.h"

#include <stop_token>
#include <utility>

namespace madad::rpc {
namespace {

class PoolCall : public grpc::ServerUnaryReactor {
 public:
  PoolCall(absl::Time deadline, std::function<absl::Status(const core::CallContext&)> work)
      : work_(std::move(work)), call_{.deadline = deadline, .stop = stop_.get_token()} {}

  void Start(WorkerPool& pool, const absl::Status& busy) {
    if (!pool.TryRun([this] { Run(); })) Finish(ToGrpcStatus(busy));
  }

  void OnCancel() override { stop_.request_stop(); }
  void OnDone() override { delete this; }

 private:
  void Run() {
    const absl::Status status = work_(call_);
    // What it holds is not needed while the answer is being sent.
    work_ = nullptr;
    Finish(ToGrpcStatus(status));
  }

  std::function<absl::Status(const core::CallContext&)> work_;
  std::stop_source stop_;
  core::CallContext call_;
};

}  // namespace

grpc::ServerUnaryReactor* RunOn(WorkerPool& pool, grpc::CallbackServerContext& context,
                                std::function<absl::Status(const core::CallContext&)> work,
                                const absl::Status& busy) {
  auto* call = new PoolCall(absl::FromChrono(context.deadline()), std::move(work));
  call->Start(pool, busy);
  return call;
}

grpc::ServerUnaryReactor* FinishWith(grpc::CallbackServerContext& context,
                                     const absl::Status& status) {
  grpc::ServerUnaryReactor* reactor = context.DefaultReactor();
  reactor->Finish(ToGrpcStatus(status));
  return reactor;
}

}  // namespace madad::rpc
