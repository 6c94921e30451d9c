// What generic tools ask a gRPC server: its health and its services.
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "core/world.h"
#include "rpc/server.h"
#include "support/status_matchers.h"

namespace madad::rpc {
namespace {

using ::testing::HasSubstr;

// Bytes of a protobuf message with one string field.
std::string StringField(int number, const std::string& text) {
  return std::string(1, static_cast<char>(number << 3 | 2)) +
         std::string(1, static_cast<char>(text.size())) + text;
}

grpc::ByteBuffer Bytes(const std::string& text) {
  grpc::Slice slice(text);
  return {&slice, 1};
}

std::string TextOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  buffer.Dump(&slices).ok();
  std::string text;
  for (const grpc::Slice& slice : slices) {
    text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return text;
}

class HealthTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto world = std::make_shared<const core::World>(
        std::make_shared<const core::Definitions>(core::Catalog(),
                                                  std::vector<core::MetricDefinition>()),
        std::make_shared<core::Snapshot>());
    MADAD_ASSERT_OK_AND_ASSIGN(
        server_, Server::Start({.listen = "127.0.0.1:0"}, {.world = [world] { return world; }}));
    channel_ = grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
  }

  // Calls a method by its name, as tools without our descriptors do.
  std::string Call(const std::string& method, const std::string& request, grpc::Status& status) {
    grpc::ClientContext context;
    grpc::CompletionQueue queue;
    grpc::GenericStub stub(channel_);
    const auto call = stub.PrepareUnaryCall(&context, method, Bytes(request), &queue);
    call->StartCall();
    grpc::ByteBuffer response;
    call->Finish(&response, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    return status.ok() ? TextOf(response) : std::string();
  }

  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(HealthTest, ServesAsAWholeAndPerService) {
  for (const std::string service : {"", "madad.v1.MetricService", "madad.v1.ModelService",
                                    "madad.v1.PluginService", "madad.v1.SourceService"}) {
    grpc::Status status;
    const std::string response = Call("/grpc.health.v1.Health/Check",
                                      service.empty() ? "" : StringField(1, service), status);
    ASSERT_TRUE(status.ok()) << status.error_message();
    // Field 1, an enumeration: SERVING is 1.
    EXPECT_EQ(response, std::string("\x08\x01", 2)) << service;
  }
}

TEST_F(HealthTest, UnknownServiceIsNotFound) {
  grpc::Status status;
  Call("/grpc.health.v1.Health/Check", StringField(1, "madad.v1.Nothing"), status);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
}

// A stream of one request is the same on the wire as a unary call.
constexpr char kInfo[] = "ServerReflection/ServerReflectionInfo";

TEST_F(HealthTest, BothReflectionsListTheServices) {
  for (const std::string package : {"/grpc.reflection.v1alpha.", "/grpc.reflection.v1."}) {
    grpc::Status status;
    const std::string response = Call(package + kInfo, StringField(7, "*"), status);
    ASSERT_TRUE(status.ok()) << status.error_message();
    for (const char* service :
         {"madad.v1.MetricService", "madad.v1.ModelService", "madad.v1.PluginService",
          "madad.v1.SourceService", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection",
          "grpc.reflection.v1alpha.ServerReflection"}) {
      EXPECT_THAT(response, HasSubstr(service)) << package;
    }
  }
}

TEST_F(HealthTest, BothReflectionsDescribeAMethodWithAllThatItsFileImports) {
  for (const std::string package : {"/grpc.reflection.v1alpha.", "/grpc.reflection.v1."}) {
    grpc::Status status;
    const std::string response =
        Call(package + kInfo, StringField(4, "madad.v1.MetricService.Query"), status);
    ASSERT_TRUE(status.ok()) << status.error_message();
    for (const char* name : {"StreamQueriesRequest", "SnapshotInfo", "google.rpc", "Timestamp"}) {
      EXPECT_THAT(response, HasSubstr(name)) << package;
    }
  }
}

TEST_F(HealthTest, ReflectionAnswersWhatItDoesNotKnow) {
  for (const int field : {3, 4, 6}) {
    grpc::Status status;
    const std::string response = Call(std::string("/grpc.reflection.v1.") + kInfo,
                                      StringField(field, "no.such.thing"), status);
    ASSERT_TRUE(status.ok());
    EXPECT_THAT(response, HasSubstr("not found: no.such.thing")) << field;
  }
}

}  // namespace
}  // namespace madad::rpc
