#include "adapters/clickhouse/http.h"

#include <utility>

#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::clickhouse {
namespace {

// How long it is waited at most before a call's end is looked at.
constexpr int kSliceMillis = 5;

void InitializeOnce() {
  static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)done;
}

std::string Encoded(const std::string& text) {
  char* encoded = curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size()));
  std::string copy = encoded == nullptr ? "" : encoded;
  curl_free(encoded);
  return copy;
}

}  // namespace

HttpClient::HttpClient(const Endpoint& endpoint, absl::Duration connect_timeout)
    : base_(endpoint.url) {
  InitializeOnce();
  easy_ = curl_easy_init();
  multi_ = curl_multi_init();
  // In headers: a URL is written to logs.
  for (const std::string& header :
       {core::Cat("X-ClickHouse-User: ", endpoint.user),
        core::Cat("X-ClickHouse-Key: ", endpoint.password), std::string("Expect:"),
        std::string("Content-Type: text/plain; charset=UTF-8")}) {
    headers_ = curl_slist_append(headers_, header.c_str());
  }
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_);
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy_, CURLOPT_POST, 1L);
  curl_easy_setopt(easy_, CURLOPT_ACCEPT_ENCODING, "gzip");
  curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS, absl::ToInt64Milliseconds(connect_timeout));
  // A server that is gone without a word is noticed.
  curl_easy_setopt(easy_, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy_, CURLOPT_TCP_KEEPIDLE, 10L);
  curl_easy_setopt(easy_, CURLOPT_TCP_KEEPINTVL, 5L);
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &HttpClient::OnData);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
  if (!endpoint.ca_file.empty()) {
    curl_easy_setopt(easy_, CURLOPT_CAINFO, endpoint.ca_file.c_str());
  }
}

HttpClient::~HttpClient() {
  Stop();
  curl_easy_cleanup(easy_);
  curl_multi_cleanup(multi_);
  curl_slist_free_all(headers_);
}

void HttpClient::Stop() {
  // A connection whose answer is not read to its end is closed by this.
  if (std::exchange(is_running_, false)) curl_multi_remove_handle(multi_, easy_);
}

void HttpClient::Start(const std::map<std::string, std::string>& parameters, std::string body) {
  Stop();
  data_.clear();
  taken_ = 0;
  body_ = std::move(body);
  url_ = base_;
  char before = '?';
  for (const auto& [name, value] : parameters) {
    url_ += std::exchange(before, '&');
    url_ += core::Cat(Encoded(name), "=", Encoded(value));
  }
  curl_easy_setopt(easy_, CURLOPT_URL, url_.c_str());
  curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, body_.data());
  curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body_.size()));
  curl_multi_add_handle(multi_, easy_);
  is_running_ = true;
}

size_t HttpClient::OnData(char* bytes, size_t size, size_t count, void* client) {
  auto& self = *static_cast<HttpClient*>(client);
  if (self.taken_ > 0) {
    self.data_.erase(0, self.taken_);
    self.taken_ = 0;
  }
  self.data_.append(bytes, size * count);
  return size * count;
}

absl::StatusOr<bool> HttpClient::Fill(const core::CallContext& call) {
  const size_t before = data().size();
  while (is_running_) {
    MADAD_RETURN_IF_ERROR(call.Check());
    int running = 0;
    curl_multi_perform(multi_, &running);
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      Stop();
      MADAD_RETURN_IF_ERROR(Finished(code));
    }
    if (data().size() > before) return true;
    if (is_running_) curl_multi_poll(multi_, nullptr, 0, kSliceMillis, nullptr);
  }
  return data().size() > before;
}

absl::Status HttpClient::Finished(CURLcode code) const {
  if (code == CURLE_OK) return absl::OkStatus();
  return absl::UnavailableError(core::Cat(curl_easy_strerror(code)));
}

long HttpClient::status() const {
  long status = 0;
  curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

}  // namespace madad::adapters::clickhouse
