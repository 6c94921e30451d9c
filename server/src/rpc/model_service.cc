#include "rpc/model_service.h"

#include "rpc/models/list_models.h"
#include "rpc/models/read_rows.h"
#include "rpc/models/run_funnel.h"
#include "rpc/models/run_model.h"
#include "rpc/pool_call.h"
#include "rpc/pool_stream.h"

namespace madad::rpc {
namespace {

absl::Status TooManyRuns() { return BusyError("runs of models"); }

}  // namespace

grpc::ServerUnaryReactor* ModelService::ListModels(grpc::CallbackServerContext* context,
                                                   const v1::ListModelsRequest* request,
                                                   v1::ListModelsResponse* response) {
  return FinishWith(*context,
                    ListPage(*request, backend_.models.get(), *backend_.world(), *response));
}

grpc::ServerUnaryReactor* ModelService::GetModel(grpc::CallbackServerContext* context,
                                                 const v1::GetModelRequest* request,
                                                 v1::GetModelResponse* response) {
  return FinishWith(*context,
                    FindModel(*request, backend_.models.get(), *backend_.world(), *response));
}

grpc::ServerWriteReactor<v1::RunModelResponse>* ModelService::RunModel(
    grpc::CallbackServerContext* context, const v1::RunModelRequest* request) {
  return StreamOn<v1::RunModelResponse>(
      runs_, TooManyRuns(), *context,
      [this, request = *request](const core::CallContext& call, auto& sink) {
        return SendRun(request, backend_, call, sink);
      });
}

grpc::ServerWriteReactor<v1::ReadRowsResponse>* ModelService::ReadRows(
    grpc::CallbackServerContext* context, const v1::ReadRowsRequest* request) {
  return StreamOn<v1::ReadRowsResponse>(
      reads_, BusyError("readers of tables"), *context,
      [world = backend_.world(), request = *request](const core::CallContext& call, auto& sink) {
        return SendRows(request, *world, call, sink);
      });
}

grpc::ServerUnaryReactor* ModelService::Funnel(grpc::CallbackServerContext* context,
                                               const v1::FunnelRequest* request,
                                               v1::FunnelResponse* response) {
  return RunOn(
      runs_, *context,
      [this, request, response](const core::CallContext& call) {
        return RunFunnel(*request, backend_, call, *response);
      },
      TooManyRuns());
}

}  // namespace madad::rpc
