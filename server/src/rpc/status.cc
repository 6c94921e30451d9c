#include "rpc/status.h"

#include <string>

#include "google/rpc/error.pb.h"

#include "core/status.h"

namespace madad::rpc {

grpc::Status ToGrpcStatus(const absl::Status& status, absl::Duration retry_after) {
  if (status.ok()) return grpc::Status::OK;
  const core::ErrorDetail detail = core::DetailOf(status);
  const std::string message(status.message());
  google::rpc::Status rich;
  rich.set_code(static_cast<int>(status.code()));
  rich.set_message(message);
  if (!detail.reason.empty()) {
    google::rpc::ErrorInfo info;
    info.set_reason(detail.reason);
    info.set_domain(kErrorDomain);
    for (const auto& [key, value] : detail.metadata) (*info.mutable_metadata())[key] = value;
    rich.add_details()->PackFrom(info);
  }
  if (!detail.field.empty()) {
    google::rpc::BadRequest request;
    auto* violation = request.add_field_violations();
    violation->set_field(detail.field);
    violation->set_description(message);
    rich.add_details()->PackFrom(request);
  }
  if (retry_after > absl::ZeroDuration()) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(retry_after));
    retry.mutable_retry_delay()->set_nanos(
        static_cast<int32_t>(absl::ToInt64Nanoseconds(retry_after) % 1'000'000'000));
    rich.add_details()->PackFrom(retry);
  }
  return {static_cast<grpc::StatusCode>(status.code()), message, rich.SerializeAsString()};
}

}  // namespace madad::rpc
