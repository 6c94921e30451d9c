#include "adapters/clickhouse/endpoint.h"

#include <memory>
#include <vector>

#include <curl/curl.h>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::clickhouse {
namespace {

using Url = std::unique_ptr<CURLU, void (*)(CURLU*)>;

// A part of the URL; empty where it has none.
std::string Part(CURLU* url, CURLUPart part, unsigned flags = CURLU_URLDECODE) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return "";
  std::string copy = text;
  curl_free(text);
  return copy;
}

std::string Decoded(const std::string& text) {
  int size = 0;
  char* decoded = curl_easy_unescape(nullptr, text.c_str(), static_cast<int>(text.size()), &size);
  if (decoded == nullptr) return text;
  std::string copy(decoded, static_cast<size_t>(size));
  curl_free(decoded);
  return copy;
}

absl::Status NoUrl(const std::string& source) {
  return core::Error(absl::StatusCode::kInvalidArgument,
                     core::Cat("source '", source,
                               "' (ClickHouse): the dsn is no URL; write "
                               "http://user@host:8123/database (TLS: https, port 8443)"),
                     {"SOURCE_ADDRESS", {{"source", source}}, "dsn"});
}

bool IsLoopback(const std::string& host) {
  return host == "localhost" || host == "[::1]" || absl::StartsWith(host, "127.");
}

}  // namespace

absl::StatusOr<Endpoint> ParseEndpoint(const std::string& source, const std::string& dsn) {
  const Url url(curl_url(), curl_url_cleanup);
  if (curl_url_set(url.get(), CURLUPART_URL, dsn.c_str(), 0) != CURLUE_OK) return NoUrl(source);
  const std::string scheme = Part(url.get(), CURLUPART_SCHEME);
  const std::string host = Part(url.get(), CURLUPART_HOST);
  if ((scheme != "http" && scheme != "https") || host.empty()) return NoUrl(source);
  Endpoint endpoint;
  std::string port = Part(url.get(), CURLUPART_PORT);
  if (port.empty()) port = scheme == "https" ? "8443" : "8123";
  endpoint.url = core::Cat(scheme, "://", host, ":", port, "/");
  endpoint.is_loopback = IsLoopback(host);
  if (const std::string user = Part(url.get(), CURLUPART_USER); !user.empty()) endpoint.user = user;
  endpoint.password = Part(url.get(), CURLUPART_PASSWORD);
  const std::string path = Part(url.get(), CURLUPART_PATH);
  if (path.size() > 1) endpoint.database = path.substr(1);
  const std::string query = Part(url.get(), CURLUPART_QUERY, 0);
  const std::vector<std::string> settings = absl::StrSplit(query, '&', absl::SkipEmpty());
  for (const std::string& setting : settings) {
    const std::pair<std::string, std::string> pair =
        absl::StrSplit(setting, absl::MaxSplits('=', 1));
    endpoint.settings[Decoded(pair.first)] = Decoded(pair.second);
  }
  if (const auto ca = endpoint.settings.extract("ca_file")) endpoint.ca_file = ca.mapped();
  return endpoint;
}

}  // namespace madad::adapters::clickhouse
