#include "rpc/query_call.h"

#include <atomic>
#include <utility>

#include "core/status.h"
#include "rpc/bytes.h"
#include "rpc/convert.h"
#include "rpc/status.h"

namespace madad::rpc {
namespace {

// Holds itself until gRPC is done with it; a late answer may hold it longer.
class QueryCall : public grpc::ServerUnaryReactor, public Subscriber {
 public:
  QueryCall(grpc::ByteBuffer& response, Answers& answers)
      : response_(response), answers_(answers) {}

  void Start(const std::shared_ptr<QueryCall>& self, const grpc::ByteBuffer& request,
             const std::shared_ptr<const core::World>& world) {
    self_ = self;
    if (const absl::Status status = Ask(request, world); !status.ok()) End(status);
  }

  void OnAnswer(size_t, const absl::StatusOr<AnswerPtr>& answer) override {
    if (!answer.ok()) return End(answer.status());
    const absl::StatusOr<Bytes> whole = (*answer)->Whole();
    if (!whole.ok()) return End(whole.status());
    if (ended_.exchange(true)) return;
    response_ = ToBuffer(*whole);
    Finish(grpc::Status::OK);
  }

  void OnCancel() override {
    answers_.Leave(ticket_, *this);
    End(absl::CancelledError("the caller cancelled the query"));
  }

  void OnDone() override {
    ticket_.clear();
    self_.reset();
  }

 private:
  absl::Status Ask(const grpc::ByteBuffer& request,
                   const std::shared_ptr<const core::World>& world) {
    v1::QueryRequest message;
    MADAD_RETURN_IF_ERROR(Parse(request, message));
    MADAD_ASSIGN_OR_RETURN(core::Query query, ToQuery(message));
    MADAD_ASSIGN_OR_RETURN(ticket_, answers_.Ask({std::move(query)}, world, self_));
    return absl::OkStatus();
  }

  void End(const absl::Status& status) {
    if (!ended_.exchange(true)) Finish(ToGrpcStatus(status));
  }

  grpc::ByteBuffer& response_;
  Answers& answers_;
  Answers::Ticket ticket_;
  std::atomic<bool> ended_ = false;
  std::shared_ptr<QueryCall> self_;
};

}  // namespace

grpc::ServerUnaryReactor* StartQuery(const grpc::ByteBuffer& request, grpc::ByteBuffer& response,
                                     const std::shared_ptr<const core::World>& world,
                                     Answers& answers) {
  const auto call = std::make_shared<QueryCall>(response, answers);
  call->Start(call, request, world);
  return call.get();
}

}  // namespace madad::rpc
