#include "rpc/source_service.h"

#include <string>

#include "core/status.h"
#include "core/suggest.h"
#include "core/text.h"
#include "rpc/convert_source.h"
#include "rpc/limits.h"
#include "rpc/page.h"
#include "rpc/pool_call.h"

namespace madad::rpc {
namespace {

absl::Status NoControl() {
  return core::Error(absl::StatusCode::kUnimplemented,
                     "this server lists its sources, but does not check or refresh them",
                     {"SOURCES_FIXED", {}, ""});
}

absl::StatusOr<const core::Source*> FindSource(const std::string& name,
                                               const core::Catalog& catalog) {
  MADAD_RETURN_IF_ERROR(CheckText(name, "name"));
  if (const auto found = catalog.sources.find(name); found != catalog.sources.end()) {
    return &found->second;
  }
  std::vector<std::string> known;
  for (const auto& [source, definition] : catalog.sources) known.push_back(source);
  return core::Error(absl::StatusCode::kNotFound,
                     core::Cat("there is no source '", name, "'", core::DidYouMean(name, known)),
                     {"SOURCE_UNKNOWN", {{"source", name}}, "name"});
}

absl::Status ListPage(const v1::ListSourcesRequest& request, const core::World& world,
                      const std::map<std::string, core::CopyState>& copying,
                      v1::ListSourcesResponse& response) {
  const std::string binding = core::Cat("sources\n", world.snapshot().id, "\n");
  MADAD_ASSIGN_OR_RETURN(const Page page,
                         PageOf(request.page_size(), request.page_token(), binding));
  const auto& sources = world.catalog().sources;
  for (auto it = sources.upper_bound(page.after); it != sources.end(); ++it) {
    if (response.sources_size() == page.size) {
      const std::string& last = response.sources(response.sources_size() - 1).name();
      response.set_next_page_token(NextPageToken(binding, last));
      break;
    }
    *response.add_sources() = ToSource(it->second, world.catalog(), world.snapshot(), copying);
  }
  return absl::OkStatus();
}

}  // namespace

grpc::ServerUnaryReactor* SourceService::ListSources(grpc::CallbackServerContext* context,
                                                     const v1::ListSourcesRequest* request,
                                                     v1::ListSourcesResponse* response) {
  std::map<std::string, core::CopyState> copying;
  if (backend_.sources != nullptr) copying = backend_.sources->Copying();
  return FinishWith(*context, ListPage(*request, *backend_.world(), copying, *response));
}

grpc::ServerUnaryReactor* SourceService::CheckSource(grpc::CallbackServerContext* context,
                                                     const v1::CheckSourceRequest* request,
                                                     v1::CheckSourceResponse* response) {
  return RunOn(pool_, *context, [this, request, response](const core::CallContext& call) {
    return Check(*request, call, *response);
  });
}

grpc::ServerUnaryReactor* SourceService::RefreshSource(grpc::CallbackServerContext* context,
                                                       const v1::RefreshSourceRequest* request,
                                                       v1::RefreshSourceResponse* response) {
  return RunOn(pool_, *context, [this, request, response](const core::CallContext& call) {
    return Refresh(*request, call, *response);
  });
}

absl::Status SourceService::Check(const v1::CheckSourceRequest& request,
                                  const core::CallContext& call,
                                  v1::CheckSourceResponse& response) const {
  const std::shared_ptr<const core::World> world = backend_.world();
  MADAD_ASSIGN_OR_RETURN(const core::Source* source, FindSource(request.name(), world->catalog()));
  if (backend_.sources == nullptr) return NoControl();
  MADAD_ASSIGN_OR_RETURN(const std::shared_ptr<const core::Snapshot> found,
                         backend_.sources->Check(request.name(), call));
  *response.mutable_source() = ToSource(*source, world->catalog(), *found);
  return absl::OkStatus();
}

absl::Status SourceService::Refresh(const v1::RefreshSourceRequest& request,
                                    const core::CallContext& call,
                                    v1::RefreshSourceResponse& response) const {
  if (!request.name().empty()) {
    MADAD_RETURN_IF_ERROR(FindSource(request.name(), backend_.world()->catalog()).status());
  }
  if (backend_.sources == nullptr) return NoControl();
  MADAD_ASSIGN_OR_RETURN(const std::vector<std::string> loaded,
                         backend_.sources->Refresh(request.name(), request.force(), call));
  for (const std::string& table : loaded) response.add_loaded(table);
  // What is served from now on.
  const std::shared_ptr<const core::World> world = backend_.world();
  for (const auto& [name, source] : world->catalog().sources) {
    if (!request.name().empty() && request.name() != name) continue;
    *response.add_sources() = ToSource(source, world->catalog(), world->snapshot());
  }
  return absl::OkStatus();
}

}  // namespace madad::rpc
