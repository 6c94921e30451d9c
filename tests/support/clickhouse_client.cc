#include "support/clickhouse_client.h"

#include <curl/curl.h>

namespace madad::testing {
namespace {

size_t Append(char* bytes, size_t size, size_t count, void* answer) {
  static_cast<std::string*>(answer)->append(bytes, size * count);
  return size * count;
}

}  // namespace

absl::StatusOr<std::string> ClickHouseClient::Run(const std::string& sql) const {
  CURL* curl = curl_easy_init();
  std::string answer;
  const std::string url = "http://127.0.0.1:" + std::to_string(port_) + "/";
  curl_slist* headers = curl_slist_append(nullptr, ("X-ClickHouse-User: " + user_).c_str());
  headers = curl_slist_append(headers, "X-ClickHouse-Key: secret");
  headers = curl_slist_append(headers, "Expect:");
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, sql.data());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(sql.size()));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, Append);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
  const CURLcode code = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_slist_free_all(headers);
  curl_easy_cleanup(curl);
  if (code != CURLE_OK) return absl::UnavailableError(curl_easy_strerror(code));
  if (status != 200) return absl::InternalError(answer);
  return answer;
}

}  // namespace madad::testing
