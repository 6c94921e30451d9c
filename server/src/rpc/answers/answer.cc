#include "rpc/answers/answer.h"

#include <utility>
#include <variant>

#include "absl/time/clock.h"

#include "core/status.h"
#include "core/text.h"
#include "rpc/convert.h"
#include "rpc/limits.h"

namespace madad::rpc {
namespace {

Bytes Serialise(const v1::QueryResponse& response) {
  return std::make_shared<const std::string>(response.SerializeAsString());
}

size_t MemoryOf(const std::vector<std::string>& values) {
  size_t bytes = values.size() * sizeof(std::string);
  for (const std::string& value : values) bytes += value.capacity();
  return bytes;
}
template <typename T>
size_t MemoryOf(const std::vector<T>& values) {
  return values.size() * sizeof(T);
}

size_t MemoryOf(const core::Result& result) {
  size_t bytes = sizeof(result);
  for (const core::ResultColumn& column : result.columns) {
    bytes += column.valid.size() + sizeof(column);
    bytes += std::visit([](const auto& values) { return MemoryOf(values); }, column.values);
  }
  return bytes;
}

absl::Status TooLarge(size_t size) {
  return core::Error(
      absl::StatusCode::kResourceExhausted,
      core::Cat("the answer has ", size, " bytes, more than the ", kMaxMessage,
                " of one message; limit its rows, or ask with StreamQueries"),
      {"ANSWER_TOO_LARGE", {{"size", core::Cat(size)}, {"limit", core::Cat(kMaxMessage)}}, ""});
}

}  // namespace

Answer::Answer(core::Result result)
    : good_until_(absl::Now() + result.good_for),
      result_(std::move(result)),
      ranges_(CutRows(result_.columns, kChunkBytes)) {
  if (ranges_.size() > 1) {
    // The whole is added when it is asked for; it is counted from the start.
    byte_size_ = sizeof(*this) + MemoryOf(result_) + kMaxMessage;
    return;
  }
  only_ = Chunk(0);
  result_ = core::Result();
  byte_size_ = sizeof(*this) + only_->capacity();
}

Bytes Answer::Chunk(size_t index) const {
  if (only_ != nullptr) return only_;
  v1::QueryResponse response;
  if (index == 0) ToHead(result_, response);
  ToRows(result_, ranges_[index], response);
  return Serialise(response);
}

absl::StatusOr<Bytes> Answer::Whole() const {
  std::call_once(whole_made_, [this] { whole_ = MakeWhole(); });
  return *whole_;
}

absl::StatusOr<Bytes> Answer::MakeWhole() const {
  if (only_ != nullptr) {
    if (only_->size() > kMaxMessage) return TooLarge(only_->size());
    return only_;
  }
  v1::QueryResponse response;
  ToHead(result_, response);
  ToRows(result_, {0, result_.row_count()}, response);
  if (response.ByteSizeLong() > kMaxMessage) return TooLarge(response.ByteSizeLong());
  return Serialise(response);
}

}  // namespace madad::rpc
