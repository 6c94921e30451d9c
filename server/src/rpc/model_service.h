// ModelService over the core.
#pragma once

#include <utility>

#include "madad/v1/model_service.grpc.pb.h"
#include "rpc/backend.h"
#include "rpc/worker_pool.h"

namespace madad::rpc {

// Listing is served on gRPC's threads; runs, reading and scoring on threads of
// their own, so that queries do not wait for them, nor one for the other.
class ModelService : public v1::ModelService::CallbackService {
 public:
  explicit ModelService(Backend backend) : backend_(std::move(backend)) {}

  grpc::ServerUnaryReactor* ListModels(grpc::CallbackServerContext* context,
                                       const v1::ListModelsRequest* request,
                                       v1::ListModelsResponse* response) override;
  grpc::ServerUnaryReactor* GetModel(grpc::CallbackServerContext* context,
                                     const v1::GetModelRequest* request,
                                     v1::GetModelResponse* response) override;
  grpc::ServerWriteReactor<v1::RunModelResponse>* RunModel(
      grpc::CallbackServerContext* context, const v1::RunModelRequest* request) override;
  grpc::ServerWriteReactor<v1::ReadRowsResponse>* ReadRows(
      grpc::CallbackServerContext* context, const v1::ReadRowsRequest* request) override;
  grpc::ServerUnaryReactor* Funnel(grpc::CallbackServerContext* context,
                                   const v1::FunnelRequest* request,
                                   v1::FunnelResponse* response) override;
  grpc::ServerUnaryReactor* ListVersions(grpc::CallbackServerContext* context,
                                         const v1::ListVersionsRequest* request,
                                         v1::ListVersionsResponse* response) override;
  grpc::ServerUnaryReactor* Activate(grpc::CallbackServerContext* context,
                                     const v1::ActivateRequest* request,
                                     v1::ActivateResponse* response) override;
  grpc::ServerBidiReactor<v1::ScoreRequest, v1::ScoreResponse>* Score(
      grpc::CallbackServerContext* context) override;

 private:
  const Backend backend_;
  WorkerPool runs_{2, 8};
  WorkerPool reads_{2, 32};
  WorkerPool scores_{4, 16};
};

}  // namespace madad::rpc
