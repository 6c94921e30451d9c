#include "grpc_error.h"

#include "google/rpc/error.pb.h"
#include <google/protobuf/any.pb.h>

namespace madad::client {
namespace {

void AddErrorInfo(const google::rpc::ErrorInfo& info, Error* error) {
  error->reason = info.reason();
  error->metadata.insert(info.metadata().begin(), info.metadata().end());
}

void AddBadRequest(const google::rpc::BadRequest& request, Error* error) {
  for (const auto& violation : request.field_violations()) {
    error->fields.push_back({violation.field(), violation.description()});
  }
}

void AddDetail(const google::protobuf::Any& detail, Error* error) {
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest request;
  google::rpc::RetryInfo retry;
  if (detail.UnpackTo(&info)) {
    AddErrorInfo(info, error);
  } else if (detail.UnpackTo(&request)) {
    AddBadRequest(request, error);
  } else if (detail.UnpackTo(&retry)) {
    error->retry_after = absl::Seconds(retry.retry_delay().seconds()) +
                         absl::Nanoseconds(retry.retry_delay().nanos());
  }
}

// An ErrorInfo is the server's own word. Without one, UNAVAILABLE is the
// transport's, and so is a deadline that passed while still connecting.
bool IsUnreachable(const Error& error, bool connected) {
  if (!error.reason.empty()) return false;
  if (error.code == absl::StatusCode::kUnavailable) return true;
  return error.code == absl::StatusCode::kDeadlineExceeded && !connected;
}

}  // namespace

Error ToError(const grpc::Status& status, bool connected) {
  Error error;
  error.code = static_cast<absl::StatusCode>(status.error_code());
  error.message = status.error_message();
  google::rpc::Status details;
  if (details.ParseFromString(status.error_details())) {
    for (const google::protobuf::Any& detail : details.details()) AddDetail(detail, &error);
  }
  error.unreachable = IsUnreachable(error, connected);
  return error;
}

}  // namespace madad::client
