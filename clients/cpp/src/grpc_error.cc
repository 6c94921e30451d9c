#include "grpc_error.h"

#include <google/protobuf/any.pb.h>

#include "madad/client/status.h"

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

Error FromStatus(const google::rpc::Status& status) {
  Error error;
  error.code = static_cast<absl::StatusCode>(status.code());
  error.message = status.message();
  for (const google::protobuf::Any& detail : status.details()) AddDetail(detail, &error);
  return error;
}

Error ToError(const grpc::Status& status, bool connected) {
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) details.Clear();
  // The call's own code and message count; those beside the details are copies.
  details.set_code(status.error_code());
  details.set_message(status.error_message());
  Error error = FromStatus(details);
  error.unreachable = IsUnreachable(error, connected);
  return error;
}

}  // namespace madad::client
