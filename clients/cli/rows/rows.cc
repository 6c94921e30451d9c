#include "cli/rows/rows.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "cli/answer/check.h"

namespace madad::cli {
namespace {

bool IsAlike(const Columns& a, const Columns& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const v1::Column& one, const v1::Column& other) {
                      return one.name() == other.name() && one.type() == other.type();
                    });
}

client::Error OtherColumns() {
  client::Error error;
  error.code = absl::StatusCode::kInternal;
  error.message = "the server's rows cannot be read: their columns change on the way";
  return error;
}

}  // namespace

std::optional<client::Error> Rows::Add(Columns columns, int64_t count) {
  if (auto fault = FindTableFault(columns, count)) return fault;
  if (!chunks_.empty() && !IsAlike(chunks_.front().columns, columns)) return OtherColumns();
  chunks_.push_back({size_, std::move(columns)});
  size_ += count;
  return std::nullopt;
}

const Columns& Rows::columns() const {
  static const auto& none = *new Columns();
  return chunks_.empty() ? none : chunks_.front().columns;
}

int Rows::Find(std::string_view name) const {
  for (int i = 0; i < columns().size(); ++i) {
    if (columns().Get(i).name() == name) return i;
  }
  return -1;
}

Rows::Place Rows::At(int64_t row) const {
  // The last chunk that begins at the row or before it.
  const auto after =
      std::upper_bound(chunks_.begin(), chunks_.end(), row,
                       [](int64_t at, const Chunk& chunk) { return at < chunk.begin; });
  const Chunk& chunk = *std::prev(after);
  return {chunk.columns, row - chunk.begin};
}

}  // namespace madad::cli
