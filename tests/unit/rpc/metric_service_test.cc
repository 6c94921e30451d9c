// The rest of MetricService: explaining, parameters, what is malformed.
#include <string>

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include "unit/rpc/server_fixture.h"

namespace madad::testing {
namespace {

class MetricServiceTest : public ServerTest {
 protected:
  grpc::Status Explain(const v1::ExplainRequest& request, v1::ExplainResponse& response) {
    grpc::ClientContext context;
    return metrics_->Explain(&context, request, &response);
  }
};

TEST_F(MetricServiceTest, ExplainingPlansAndRunsNothing) {
  v1::ExplainRequest request;
  *request.mutable_query() = BySource();
  v1::ExplainResponse response;
  ASSERT_TRUE(Explain(request, response).ok());
  ASSERT_EQ(response.explanation().scans_size(), 1);
  EXPECT_EQ(response.explanation().scans(0).table(), "leads");
  EXPECT_EQ(response.explanation().scans(0).sql(), "n u l");
  EXPECT_EQ(adapter_->started(), 0);
}

TEST_F(MetricServiceTest, ValidatingReturnsNothingOrWhatIsWrong) {
  v1::ExplainRequest request;
  *request.mutable_query() = BySource();
  request.set_validate_only(true);
  v1::ExplainResponse response;
  ASSERT_TRUE(Explain(request, response).ok());
  EXPECT_FALSE(response.has_explanation());
  request.mutable_query()->set_dimensions(0, "colour");
  EXPECT_EQ(ReasonOf(Explain(request, response)), "DIMENSION_UNKNOWN");
  request.mutable_query()->set_grain(static_cast<v1::Grain>(77));
  EXPECT_EQ(ReasonOf(Explain(request, response)), "GRAIN_UNKNOWN");
  request.mutable_query()->set_grain(v1::GRAIN_UNSPECIFIED);
  request.mutable_query()->set_comparison(static_cast<v1::Comparison>(77));
  EXPECT_EQ(ReasonOf(Explain(request, response)), "COMPARISON_UNKNOWN");
}

TEST_F(MetricServiceTest, ParametersAreShownAsAQueryWritesThem) {
  v1::GetMetricRequest request;
  request.set_id("t.a");
  v1::GetMetricResponse response;
  grpc::ClientContext context;
  ASSERT_TRUE(metrics_->GetMetric(&context, request, &response).ok());
  ASSERT_EQ(response.metric().parameters_size(), 3);
  EXPECT_EQ(response.metric().parameters(0).name(), "window");
  EXPECT_EQ(response.metric().parameters(0).type(), v1::TYPE_DURATION);
  EXPECT_EQ(response.metric().parameters(0).default_value(), "1d");
  EXPECT_EQ(response.metric().parameters(1).default_value(), "web");
  EXPECT_EQ(response.metric().parameters(2).default_value(), "");
  EXPECT_EQ(response.metric().parameters(2).description(), "Without a default.");
}

TEST_F(MetricServiceTest, TextsOfTheListAreBounded) {
  v1::GetMetricRequest request;
  request.set_id(std::string(2000, 'x'));
  v1::GetMetricResponse response;
  grpc::ClientContext context;
  const grpc::Status status = metrics_->GetMetric(&context, request, &response);
  EXPECT_EQ(ReasonOf(status), "TEXT_TOO_LONG");
  EXPECT_EQ(FieldOf(status), "id");
}

TEST_F(MetricServiceTest, BytesThatAreNoRequestAreRefused) {
  for (const char* method :
       {"/madad.v1.MetricService/Query", "/madad.v1.MetricService/StreamQueries"}) {
    const grpc::Slice slice(std::string("\xff\xff\xff"));
    grpc::ByteBuffer request(&slice, 1);
    grpc::ClientContext context;
    grpc::CompletionQueue queue;
    grpc::GenericStub stub(channel_);
    const auto call = stub.PrepareUnaryCall(&context, method, request, &queue);
    call->StartCall();
    grpc::ByteBuffer response;
    grpc::Status status;
    call->Finish(&response, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    EXPECT_EQ(ReasonOf(status), "REQUEST_MALFORMED") << method;
  }
}

}  // namespace
}  // namespace madad::testing
