#include "rpc/query_call.h"

#include <atomic>
#include <utility>

#include "core/status.h"
#include "rpc/bytes.h"
#include "rpc/convert.h"
#include "rpc/pool_call.h"
#include "rpc/status.h"

namespace madad::rpc {
namespace {

// Holds itself until gRPC is done with it; a late answer may hold it longer.
class QueryCall : public grpc::ServerUnaryReactor, public Subscriber {
 public:
  QueryCall(grpc::ByteBuffer& response, Answers& answers)
      : response_(response), answers_(answers) {}

  void Start(const std::shared_ptr<QueryCall>& self, core::Query query,
             const std::shared_ptr<const core::World>& world) {
    self_ = self;
    absl::StatusOr<Answers::Ticket> ticket = answers_.Ask({std::move(query)}, world, self_);
    if (!ticket.ok()) return End(ticket.status());
    ticket_ = *std::move(ticket);
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
  void End(const absl::Status& status) {
    if (!ended_.exchange(true)) Finish(ToGrpcStatus(status));
  }

  grpc::ByteBuffer& response_;
  Answers& answers_;
  Answers::Ticket ticket_;
  std::atomic<bool> ended_ = false;
  std::shared_ptr<QueryCall> self_;
};

absl::StatusOr<core::Query> Read(const grpc::ByteBuffer& request) {
  v1::QueryRequest message;
  MADAD_RETURN_IF_ERROR(Parse(request, message));
  return ToQuery(message);
}

absl::Status Send(const Answer& answer, grpc::ByteBuffer& response) {
  MADAD_ASSIGN_OR_RETURN(const Bytes whole, answer.Whole());
  response = ToBuffer(whole);
  return absl::OkStatus();
}

}  // namespace

grpc::ServerUnaryReactor* StartQuery(grpc::CallbackServerContext& context,
                                     const grpc::ByteBuffer& request, grpc::ByteBuffer& response,
                                     const std::shared_ptr<const core::World>& world,
                                     Answers& answers) {
  absl::StatusOr<core::Query> query = Read(request);
  if (!query.ok()) return FinishWith(context, query.status());
  // gRPC ends a call of its own reactor without waking another thread.
  if (const AnswerPtr kept = answers.Kept(*query, world); kept != nullptr) {
    return FinishWith(context, Send(*kept, response));
  }
  const auto call = std::make_shared<QueryCall>(response, answers);
  call->Start(call, *std::move(query), world);
  return call.get();
}

}  // namespace madad::rpc
