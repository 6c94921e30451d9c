// A server over a small world, and its clients.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "google/rpc/error.pb.h"

#include "madad/v1/metric_service.grpc.pb.h"
#include "madad/v1/model_service.grpc.pb.h"
#include "madad/v1/plugin_service.grpc.pb.h"
#include "madad/v1/source_service.grpc.pb.h"
#include "rpc/server.h"
#include "unit/rpc/fake_adapter.h"

namespace madad::testing {

// Returns the ErrorInfo's reason in `details`; empty when there is none.
std::string ReasonOf(const google::rpc::Status& details);
std::string ReasonOf(const grpc::Status& status);

// Returns a variable of the ErrorInfo in `status`; "" when there is none.
std::string VariableOf(const grpc::Status& status, const std::string& name);

// Returns the field that the BadRequest of `status` names.
std::string FieldOf(const grpc::Status& status);

// True when `status` says when to try again.
bool SaysWhenToRetry(const grpc::Status& status);

// The table `leads` with the dimension `source`, counted by the metrics `t.a`
// and `t.b`; a fake engine holds it.
class ServerTest : public ::testing::Test {
 protected:
  void SetUp() override { Start({}); }

  // Starts (again) on a free port.
  void Start(rpc::ServerOptions options);
  // From now on answers come from this snapshot; `again` makes new definitions.
  void Publish(const std::string& snapshot, bool again = false);
  std::shared_ptr<const core::World> world();

  // A query of `t.a` by source.
  static v1::QueryRequest BySource();
  grpc::Status Query(const v1::QueryRequest& request, v1::QueryResponse* response = nullptr);

  // What `Start` serves; a test may change it before.
  static core::Catalog SmallCatalog();
  core::Catalog catalog_ = SmallCatalog();
  std::optional<core::Timestamp> newest_;  // event of `leads`
  std::shared_ptr<FakeAdapter> adapter_ = std::make_shared<FakeAdapter>();
  rpc::Backend backend_;
  std::unique_ptr<rpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::MetricService::Stub> metrics_;
  std::unique_ptr<v1::SourceService::Stub> sources_;
  std::unique_ptr<v1::PluginService::Stub> plugins_;
  std::unique_ptr<v1::ModelService::Stub> models_;

 private:
  std::mutex mutex_;
  std::shared_ptr<const core::Definitions> definitions_;
  std::shared_ptr<const core::World> world_;
};

}  // namespace madad::testing
