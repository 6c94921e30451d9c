#include "rpc/stream_call.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>

#include "core/status.h"
#include "core/text.h"
#include "rpc/bytes.h"
#include "rpc/convert.h"
#include "rpc/limits.h"
#include "rpc/status.h"
#include "rpc/stream_queue.h"

namespace madad::rpc {
namespace {

// Chunks that may wait before what computes more of them does: about 8 MiB.
constexpr size_t kMaxWaitingChunks = 64;
constexpr std::chrono::seconds kStallLimit(30);

// Holds itself until gRPC is done with it; a late answer may hold it longer.
class StreamCall : public grpc::ServerWriteReactor<grpc::ByteBuffer>, public Subscriber {
 public:
  StreamCall(grpc::CallbackServerContext& context, Answers& answers)
      : context_(context), answers_(answers) {}

  void Start(const std::shared_ptr<StreamCall>& self, const grpc::ByteBuffer& request,
             const std::shared_ptr<const core::World>& world) {
    self_ = self;
    if (const absl::Status status = Ask(request, world); !status.ok()) End(status);
  }

  void OnAnswer(size_t query, const absl::StatusOr<AnswerPtr>& answer) override {
    // Those that were refused before they were asked are not among the asked.
    Add(asked_[query], answer);
  }

  void WaitForRoom() override;

  void OnWriteDone(bool ok) override {
    if (!ok) Leave(absl::CancelledError("the caller no longer reads"));
    WriteNext();
  }

  void OnCancel() override { Leave(absl::CancelledError("the caller cancelled the queries")); }

  void OnDone() override {
    ticket_.clear();
    self_.reset();
  }

 private:
  absl::Status Ask(const grpc::ByteBuffer& request,
                   const std::shared_ptr<const core::World>& world);
  void Add(size_t query, absl::StatusOr<AnswerPtr> answer);
  // Sends the next part, or ends the stream when there is none to come; the
  // caller has claimed `writing_`.
  void WriteNext();
  void Leave(const absl::Status& status);
  // Ends the stream: now, or when the write under way is done.
  void End(const absl::Status& status);

  grpc::CallbackServerContext& context_;
  Answers& answers_;
  Answers::Ticket ticket_;
  std::vector<size_t> asked_;  // index among the asked -> index in the request
  grpc::ByteBuffer message_;   // the one that is being written
  std::mutex mutex_;
  std::condition_variable changed_;
  StreamQueue queue_;
  size_t unanswered_ = 0;
  size_t taken_ = 0;
  bool writing_ = false;
  bool ended_ = false;
  absl::Status end_;
  std::shared_ptr<StreamCall> self_;
};

absl::Status StreamCall::Ask(const grpc::ByteBuffer& request,
                             const std::shared_ptr<const core::World>& world) {
  v1::StreamQueriesRequest message;
  MADAD_RETURN_IF_ERROR(Parse(request, message));
  MADAD_RETURN_IF_ERROR(CheckCount(message));
  std::vector<core::Query> queries;
  std::vector<std::pair<size_t, absl::Status>> refused;
  for (int i = 0; i < message.queries_size(); ++i) {
    absl::StatusOr<core::Query> query = ToQuery(message.queries(i));
    if (!query.ok()) {
      refused.emplace_back(i, query.status());
      continue;
    }
    queries.push_back(*std::move(query));
    asked_.push_back(static_cast<size_t>(i));
  }
  unanswered_ = static_cast<size_t>(message.queries_size());
  MADAD_ASSIGN_OR_RETURN(ticket_, answers_.Ask(std::move(queries), world, self_));
  for (const auto& [query, status] : refused) Add(query, status);
  return absl::OkStatus();
}

void StreamCall::Add(size_t query, absl::StatusOr<AnswerPtr> answer) {
  {
    const std::lock_guard lock(mutex_);
    if (ended_) return;
    queue_.Add(query, std::move(answer));
    --unanswered_;
    if (std::exchange(writing_, true)) return;
  }
  WriteNext();
}

void StreamCall::WriteNext() {
  std::optional<StreamQueue::Part> part;
  bool finished = false;
  {
    const std::lock_guard lock(mutex_);
    part = queue_.Take();
    ++taken_;
    writing_ = part.has_value();
    if (!writing_ && unanswered_ == 0) ended_ = true;
    finished = !writing_ && ended_;
  }
  changed_.notify_all();
  if (finished) return Finish(ToGrpcStatus(end_));
  if (!part) return;
  message_ = ToBuffer(*part);
  StartWrite(&message_);
}

void StreamCall::WaitForRoom() {
  std::unique_lock lock(mutex_);
  while (!ended_ && queue_.size() > kMaxWaitingChunks) {
    const size_t taken = taken_;
    if (changed_.wait_for(lock, kStallLimit, [&] { return ended_ || taken_ != taken; })) continue;
    // The write under way fails by this, and the call ends with it. The lock is
    // held, so the call has not ended yet.
    context_.TryCancel();
    return;
  }
}

void StreamCall::Leave(const absl::Status& status) {
  answers_.Leave(ticket_, *this);
  End(status);
}

void StreamCall::End(const absl::Status& status) {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(ended_, true)) return;
    end_ = status;
    queue_.Clear();
    changed_.notify_all();
    if (writing_) return;
  }
  Finish(ToGrpcStatus(status));
}

}  // namespace

grpc::ServerWriteReactor<grpc::ByteBuffer>* StartStream(
    grpc::CallbackServerContext& context, const grpc::ByteBuffer& request,
    const std::shared_ptr<const core::World>& world, Answers& answers) {
  const auto call = std::make_shared<StreamCall>(context, answers);
  call->Start(call, request, world);
  return call.get();
}

}  // namespace madad::rpc
