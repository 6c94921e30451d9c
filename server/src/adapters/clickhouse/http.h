// One HTTP connection that is kept alive.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <curl/curl.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "adapters/clickhouse/endpoint.h"
#include "core/query.h"

namespace madad::adapters::clickhouse {

// Sends requests to one server, one at a time. Nothing blocks beyond the end of
// its call.
// Thread: one at a time.
class HttpClient {
 public:
  HttpClient(const Endpoint& endpoint, absl::Duration connect_timeout);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Begins a POST of `body`. What an earlier request still had to say is lost.
  void Start(const std::map<std::string, std::string>& parameters, std::string body);

  // Waits for more bytes of the answer; false when it has ended. They are added
  // to `data()`.
  // Errors: UNAVAILABLE when the connection fails; CANCELLED, DEADLINE_EXCEEDED.
  absl::StatusOr<bool> Fill(const core::CallContext& call);

  // What has come of the answer and has not been taken.
  std::string_view data() const { return std::string_view(data_).substr(taken_); }
  void Take(size_t bytes) { taken_ += bytes; }

  // The answer's status; 0 before there is one.
  long status() const;
  // Whether an answer has not ended yet.
  bool is_running() const { return is_running_; }
  // Ends the request, and the connection with it if the answer has not ended.
  void Stop();

 private:
  static size_t OnData(char* bytes, size_t size, size_t count, void* client);
  absl::Status Finished(CURLcode code) const;

  CURL* easy_;
  CURLM* multi_;
  curl_slist* headers_ = nullptr;
  std::string base_;
  std::string url_;
  std::string body_;
  std::string data_;
  size_t taken_ = 0;
  bool is_running_ = false;
};

}  // namespace madad::adapters::clickhouse
