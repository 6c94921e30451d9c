// Pages of lists.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace madad::rpc {

inline constexpr int kDefaultPage = 100;
inline constexpr int kLargestPage = 1000;

// Where a page begins and how long it may be.
struct Page {
  std::string after;  // the name that it comes after; empty: the first
  int size = kDefaultPage;
};

// Returns the page that a request asks for. `binding` is what a token must
// agree on with the request that brings it back: the list, what the request
// selects, and the version of the data.
// Errors: INVALID_ARGUMENT (PAGE_SIZE_INVALID, PAGE_TOKEN_INVALID).
absl::StatusOr<Page> PageOf(int page_size, const std::string& page_token, std::string_view binding);

// Returns the token of the page after `last`.
std::string NextPageToken(std::string_view binding, std::string_view last);

}  // namespace madad::rpc
