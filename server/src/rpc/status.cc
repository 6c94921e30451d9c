#include "rpc/status.h"

#include <string>

#include "core/status.h"
#include "core/text.h"

namespace madad::rpc {
namespace {

constexpr char kBusy[] = "SERVER_BUSY";
constexpr char kDraining[] = "SERVER_DRAINING";
constexpr int kRetryAfterSeconds = 1;

google::rpc::ErrorInfo InfoOf(const core::ErrorDetail& detail) {
  google::rpc::ErrorInfo info;
  info.set_reason(detail.reason);
  info.set_domain(kErrorDomain);
  for (const auto& [key, value] : detail.metadata) (*info.mutable_metadata())[key] = value;
  return info;
}

google::rpc::BadRequest BadField(const std::string& field, const std::string& message) {
  google::rpc::BadRequest request;
  auto* violation = request.add_field_violations();
  violation->set_field(field);
  violation->set_description(message);
  return request;
}

}  // namespace

absl::Status BusyError(std::string_view what) {
  return core::Error(
      absl::StatusCode::kResourceExhausted,
      core::Cat("the server has more ", what, " waiting than it takes; try again shortly"),
      {kBusy, {{"what", std::string(what)}}, ""});
}

absl::Status DrainingError() {
  return core::Error(absl::StatusCode::kUnavailable,
                     "the server is shutting down; try again, another one will answer",
                     {kDraining, {}, ""});
}

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status rich;
  rich.set_code(static_cast<int>(status.code()));
  rich.set_message(std::string(status.message()));
  const core::ErrorDetail detail = core::DetailOf(status);
  if (!detail.reason.empty()) rich.add_details()->PackFrom(InfoOf(detail));
  if (!detail.field.empty()) rich.add_details()->PackFrom(BadField(detail.field, rich.message()));
  if (detail.reason == kBusy || detail.reason == kDraining) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(kRetryAfterSeconds);
    rich.add_details()->PackFrom(retry);
  }
  return rich;
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status rich = ToRpcStatus(status);
  return {static_cast<grpc::StatusCode>(status.code()), rich.message(), rich.SerializeAsString()};
}

}  // namespace madad::rpc
