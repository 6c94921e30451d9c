// PluginService over the core.
#pragma once

#include <utility>

#include "madad/v1/plugin_service.grpc.pb.h"
#include "rpc/backend.h"

namespace madad::rpc {

// Served on gRPC's threads.
class PluginService : public v1::PluginService::CallbackService {
 public:
  explicit PluginService(PluginsProvider plugins) : plugins_(std::move(plugins)) {}

  grpc::ServerUnaryReactor* ListPlugins(grpc::CallbackServerContext* context,
                                        const v1::ListPluginsRequest* request,
                                        v1::ListPluginsResponse* response) override;
  grpc::ServerUnaryReactor* GetPlugin(grpc::CallbackServerContext* context,
                                      const v1::GetPluginRequest* request,
                                      v1::GetPluginResponse* response) override;

 private:
  PluginsProvider plugins_;
};

}  // namespace madad::rpc
