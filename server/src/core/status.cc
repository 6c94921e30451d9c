#include "core/status.h"

#include <charconv>
#include <optional>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

namespace madad::core {
namespace {

constexpr absl::string_view kDetailUrl = "madad.dev/error-detail";

// Each text is written as its length, a colon and its bytes, so any byte may
// stand in it: reason, field, then keys and values in turn.
void Append(const std::string& text, std::string& out) {
  absl::StrAppend(&out, text.size(), ":", text);
}

std::optional<std::string> Take(std::string_view& in) {
  size_t size = 0;
  const auto [end, error] = std::from_chars(in.data(), in.data() + in.size(), size);
  if (error != std::errc()) return std::nullopt;
  in.remove_prefix(static_cast<size_t>(end - in.data()));
  if (in.empty() || in[0] != ':' || in.size() - 1 < size) return std::nullopt;
  std::string text(in.substr(1, size));
  in.remove_prefix(1 + size);
  return text;
}

std::string Encode(const ErrorDetail& detail) {
  std::string out;
  Append(detail.reason, out);
  Append(detail.field, out);
  for (const auto& [key, value] : detail.metadata) {
    Append(key, out);
    Append(value, out);
  }
  return out;
}

ErrorDetail Decode(std::string_view in) {
  std::optional<std::string> reason = Take(in);
  std::optional<std::string> field = Take(in);
  if (!reason || !field) return {};
  ErrorDetail detail{*std::move(reason), {}, *std::move(field)};
  while (!in.empty()) {
    std::optional<std::string> key = Take(in);
    std::optional<std::string> value = Take(in);
    if (!key || !value) return {};
    detail.metadata.insert_or_assign(*std::move(key), *std::move(value));
  }
  return detail;
}

}  // namespace

absl::Status Error(absl::StatusCode code, std::string_view message, const ErrorDetail& detail) {
  absl::Status status(code, {message.data(), message.size()});
  status.SetPayload(kDetailUrl, absl::Cord(Encode(detail)));
  return status;
}

ErrorDetail DetailOf(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kDetailUrl);
  return payload ? Decode(std::string(*payload)) : ErrorDetail{};
}

absl::Status Annotate(const absl::Status& status, std::string_view prefix) {
  if (status.ok()) return status;
  absl::Status annotated(status.code(), absl::StrCat(std::string(prefix), status.message()));
  status.ForEachPayload([&annotated](absl::string_view url, const absl::Cord& payload) {
    annotated.SetPayload(url, payload);
  });
  return annotated;
}

}  // namespace madad::core
