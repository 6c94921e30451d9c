#include "rpc/page.h"

#include <algorithm>

#include "absl/strings/escaping.h"

#include "core/status.h"
#include "core/text.h"
#include "rpc/limits.h"

namespace madad::rpc {

absl::StatusOr<Page> PageOf(int page_size, const std::string& page_token,
                            std::string_view binding) {
  if (page_size < 0) {
    return core::Error(absl::StatusCode::kInvalidArgument,
                       core::Cat("page_size is ", page_size, "; it cannot be negative"),
                       {"PAGE_SIZE_INVALID", {{"page_size", core::Cat(page_size)}}, "page_size"});
  }
  Page page{.size = page_size == 0 ? kDefaultPage : std::min(page_size, kLargestPage)};
  if (page_token.empty()) return page;
  MADAD_RETURN_IF_ERROR(CheckText(page_token, "page_token", kMaxPageToken));
  std::string token;
  if (absl::WebSafeBase64Unescape(page_token, &token) && token.starts_with(binding)) {
    page.after = token.substr(binding.size());
    return page;
  }
  return core::Error(absl::StatusCode::kInvalidArgument,
                     "page_token belongs to another request or to older data; list again from the "
                     "first page",
                     {"PAGE_TOKEN_INVALID", {}, "page_token"});
}

std::string NextPageToken(std::string_view binding, std::string_view last) {
  return absl::WebSafeBase64Escape(core::Cat(binding, last));
}

}  // namespace madad::rpc
