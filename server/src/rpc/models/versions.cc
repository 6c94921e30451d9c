#include "rpc/models/versions.h"

#include <charconv>
#include <string>

#include "core/status.h"
#include "core/text.h"
#include "rpc/limits.h"
#include "rpc/models/convert_model.h"
#include "rpc/models/run_model.h"
#include "rpc/page.h"

namespace madad::rpc {
namespace {

// The number that a page comes after, which counts down; 0: the first page.
int64_t After(const std::string& text) {
  int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

absl::Status ListVersionPage(const v1::ListVersionsRequest& request,
                             const core::ModelControl* models, v1::ListVersionsResponse& response) {
  if (models == nullptr) return NoModels();
  MADAD_RETURN_IF_ERROR(CheckText(request.instance(), "instance"));
  const std::string binding = core::Cat("versions\n", request.instance(), "\n");
  MADAD_ASSIGN_OR_RETURN(const Page page,
                         PageOf(request.page_size(), request.page_token(), binding));
  MADAD_ASSIGN_OR_RETURN(const core::ArtifactVersions versions,
                         models->Versions(request.instance()));
  response.set_pinned(versions.pinned);
  const int64_t after = After(page.after);
  for (const core::ArtifactVersion& version : versions.all) {
    if (after > 0 && version.number >= after) continue;
    if (response.versions_size() == page.size) {
      const int64_t last = response.versions(response.versions_size() - 1).number();
      response.set_next_page_token(NextPageToken(binding, core::Cat(last)));
      break;
    }
    *response.add_versions() = ToVersion(version);
  }
  return absl::OkStatus();
}

absl::Status ActivateOne(const v1::ActivateRequest& request, core::ModelControl* models,
                         v1::ActivateResponse& response) {
  if (models == nullptr) return NoModels();
  MADAD_RETURN_IF_ERROR(CheckText(request.instance(), "instance"));
  if (!request.latest() && request.version() < 1) {
    return core::Error(
        absl::StatusCode::kInvalidArgument,
        core::Cat("version is ", request.version(), "; give a number from 1, or say `latest`"),
        {"VERSION_MISSING", {}, "version"});
  }
  MADAD_ASSIGN_OR_RETURN(
      const core::ArtifactVersion serving,
      models->Activate(request.instance(), request.latest() ? 0 : request.version()));
  *response.mutable_serving() = ToVersion(serving);
  MADAD_ASSIGN_OR_RETURN(const core::ArtifactVersions versions,
                         models->Versions(request.instance()));
  response.set_pinned(versions.pinned);
  return absl::OkStatus();
}

}  // namespace madad::rpc
