// grpc.reflection.v1, which gRPC 1.51 does not bring along; tools that are
// newer ask it before v1alpha.
#pragma once

#include "grpc/reflection/v1/reflection.grpc.pb.h"

namespace madad::rpc {

// Describes the services that are compiled into this program.
class ReflectionService : public grpc::reflection::v1::ServerReflection::CallbackService {
 public:
  grpc::ServerBidiReactor<grpc::reflection::v1::ServerReflectionRequest,
                          grpc::reflection::v1::ServerReflectionResponse>*
  ServerReflectionInfo(grpc::CallbackServerContext* context) override;
};

}  // namespace madad::rpc
