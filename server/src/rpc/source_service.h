// SourceService over the core.
#pragma once

#include <utility>

#include "madad/v1/source_service.grpc.pb.h"
#include "rpc/backend.h"
#include "rpc/worker_pool.h"

namespace madad::rpc {

// Listing is served on gRPC's threads; checking and refreshing, which read
// data for as long as it takes, on a thread of the service's own, so that
// queries do not wait for them.
class SourceService : public v1::SourceService::CallbackService {
 public:
  explicit SourceService(Backend backend) : backend_(std::move(backend)) {}

  grpc::ServerUnaryReactor* ListSources(grpc::CallbackServerContext* context,
                                        const v1::ListSourcesRequest* request,
                                        v1::ListSourcesResponse* response) override;
  grpc::ServerUnaryReactor* CheckSource(grpc::CallbackServerContext* context,
                                        const v1::CheckSourceRequest* request,
                                        v1::CheckSourceResponse* response) override;
  grpc::ServerUnaryReactor* RefreshSource(grpc::CallbackServerContext* context,
                                          const v1::RefreshSourceRequest* request,
                                          v1::RefreshSourceResponse* response) override;

 private:
  absl::Status Check(const v1::CheckSourceRequest& request, const core::CallContext& call,
                     v1::CheckSourceResponse& response) const;
  absl::Status Refresh(const v1::RefreshSourceRequest& request, const core::CallContext& call,
                       v1::RefreshSourceResponse& response) const;

  const Backend backend_;
  WorkerPool pool_{1, 16};
};

}  // namespace madad::rpc
