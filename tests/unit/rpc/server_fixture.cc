#include "unit/rpc/server_fixture.h"

#include <utility>

#include "support/status_matchers.h"

namespace madad::testing {
namespace {

core::MetricDefinition CountOfLeads(const std::string& id) {
  core::MetricDefinition metric;
  metric.id = id;
  metric.plugin = "t";
  metric.plugin_version = "1.2.3";
  metric.from = "leads";
  metric.at = "created_at";
  metric.value = "count(*)";
  metric.unit = core::Unit::kCount;
  metric.parameters = {{"window", core::Type::kDuration, core::Duration{.micros = 86'400'000'000},
                        "How long after."},
                       {"channel", core::Type::kString, std::string("web"), "Which."},
                       {"free", core::Type::kInt64, {}, "Without a default."}};
  return metric;
}

google::rpc::Status DetailsOf(const grpc::Status& status) {
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  return details;
}

// Returns the first detail of type T; an empty one when there is none.
template <typename T>
T Find(const google::rpc::Status& details, bool* found = nullptr) {
  T message;
  for (const auto& detail : details.details()) {
    if (!detail.Is<T>()) continue;
    detail.UnpackTo(&message);
    if (found != nullptr) *found = true;
    return message;
  }
  return message;
}

}  // namespace

std::string ReasonOf(const google::rpc::Status& details) {
  return Find<google::rpc::ErrorInfo>(details).reason();
}

std::string ReasonOf(const grpc::Status& status) { return ReasonOf(DetailsOf(status)); }

std::string VariableOf(const grpc::Status& status, const std::string& name) {
  const auto info = Find<google::rpc::ErrorInfo>(DetailsOf(status));
  const auto found = info.metadata().find(name);
  return found == info.metadata().end() ? "" : found->second;
}

std::string FieldOf(const grpc::Status& status) {
  const auto request = Find<google::rpc::BadRequest>(DetailsOf(status));
  return request.field_violations_size() == 0 ? "" : request.field_violations(0).field();
}

bool SaysWhenToRetry(const grpc::Status& status) {
  bool found = false;
  Find<google::rpc::RetryInfo>(DetailsOf(status), &found);
  return found;
}

core::Catalog ServerTest::SmallCatalog() {
  core::Catalog catalog;
  for (const char* source : {"crm", "erp", "web"}) {
    catalog.sources[source] = {source, "files", "/", "UTC"};
  }
  core::Table& leads = catalog.tables["leads"];
  leads.name = "leads";
  leads.source = "crm";
  leads.files = "leads*.csv";
  leads.columns["created_at"] = {.name = "created_at", .type = core::Type::kTimestamp};
  leads.columns["source"] = {.name = "source", .type = core::Type::kString};
  catalog.dimensions["source"] = {.name = "source", .paths = {{"leads", "source"}}};
  return catalog;
}

void ServerTest::Start(rpc::ServerOptions options) {
  server_.reset();
  Publish("v1", true);
  options.listen = "127.0.0.1:0";
  backend_.world = [this] { return world(); };
  MADAD_ASSERT_OK_AND_ASSIGN(server_, rpc::Server::Start(options, backend_));
  channel_ = grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
  metrics_ = v1::MetricService::NewStub(channel_);
  sources_ = v1::SourceService::NewStub(channel_);
  plugins_ = v1::PluginService::NewStub(channel_);
  models_ = v1::ModelService::NewStub(channel_);
}

void ServerTest::Publish(const std::string& snapshot_id, bool again) {
  const std::lock_guard lock(mutex_);
  if (again) {
    definitions_ = std::make_shared<const core::Definitions>(
        catalog_, std::vector{CountOfLeads("t.a"), CountOfLeads("t.b")});
  }
  auto snapshot = std::make_shared<core::Snapshot>();
  snapshot->id = snapshot_id;
  core::TableData& leads = snapshot->tables["leads"];
  leads.adapter = adapter_;
  leads.rows = 3;
  leads.newest_event = newest_;
  world_ = std::make_shared<const core::World>(definitions_, snapshot);
}

std::shared_ptr<const core::World> ServerTest::world() {
  const std::lock_guard lock(mutex_);
  return world_;
}

v1::QueryRequest ServerTest::BySource() {
  v1::QueryRequest request;
  request.add_metrics("t.a");
  request.add_dimensions("source");
  return request;
}

grpc::Status ServerTest::Query(const v1::QueryRequest& request, v1::QueryResponse* response) {
  v1::QueryResponse ignored;
  grpc::ClientContext context;
  return metrics_->Query(&context, request, response == nullptr ? &ignored : response);
}

}  // namespace madad::testing
