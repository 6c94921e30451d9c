#include "rpc/model_service.h"

#include "rpc/models/list_models.h"
#include "rpc/models/read_rows.h"
#include "rpc/models/run_funnel.h"
#include "rpc/models/run_model.h"
#include "rpc/models/score.h"
#include "rpc/models/versions.h"
#include "rpc/pool_call.h"
#include "rpc/pool_exchange.h"
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

grpc::ServerUnaryReactor* ModelService::ListVersions(grpc::CallbackServerContext* context,
                                                     const v1::ListVersionsRequest* request,
                                                     v1::ListVersionsResponse* response) {
  return RunOn(
      reads_, *context,
      [this, request, response](const core::CallContext&) {
        return ListVersionPage(*request, backend_.models.get(), *response);
      },
      BusyError("readers of tables"));
}

grpc::ServerUnaryReactor* ModelService::Activate(grpc::CallbackServerContext* context,
                                                 const v1::ActivateRequest* request,
                                                 v1::ActivateResponse* response) {
  return RunOn(
      reads_, *context,
      [this, request, response](const core::CallContext&) {
        return ActivateOne(*request, backend_.models.get(), *response);
      },
      BusyError("readers of tables"));
}

grpc::ServerBidiReactor<v1::ScoreRequest, v1::ScoreResponse>* ModelService::Score(
    grpc::CallbackServerContext* context) {
  return ExchangeOn<v1::ScoreRequest, v1::ScoreResponse>(
      scores_, BusyError("streams of rows to score"), *context,
      [this](const core::CallContext& call, auto& source, auto& sink) {
        return ScoreRows(backend_, call, source, sink);
      });
}

}  // namespace madad::rpc
