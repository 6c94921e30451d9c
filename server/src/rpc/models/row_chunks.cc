#include "rpc/models/row_chunks.h"

#include <iterator>
#include <utility>
#include <variant>

#include "core/status.h"

namespace madad::rpc {
namespace {

// Drops the rows before `begin`.
void DropBefore(size_t begin, core::ResultColumn& column) {
  const auto count = static_cast<ptrdiff_t>(begin);
  std::visit([count](auto& values) { values.erase(values.begin(), values.begin() + count); },
             column.values);
  column.valid.erase(column.valid.begin(), column.valid.begin() + count);
}

}  // namespace

void AppendRows(core::ResultColumn from, core::ResultColumn& to) {
  std::visit(
      [&from](auto& values) {
        auto& more = std::get<std::decay_t<decltype(values)>>(from.values);
        values.insert(values.end(), std::make_move_iterator(more.begin()),
                      std::make_move_iterator(more.end()));
      },
      to.values);
  to.valid.insert(to.valid.end(), from.valid.begin(), from.valid.end());
}

absl::Status RowChunks::Add(std::vector<core::ResultColumn> rows) {
  if (held_.empty()) {
    held_ = std::move(rows);
  } else {
    for (size_t i = 0; i < held_.size(); ++i) AppendRows(std::move(rows[i]), held_[i]);
  }
  const std::vector<RowRange> ranges = CutRows(held_, most_);
  for (size_t i = 0; i + 1 < ranges.size(); ++i) {
    MADAD_RETURN_IF_ERROR(sink_(held_, ranges[i]));
    sent_ = true;
  }
  for (core::ResultColumn& column : held_) DropBefore(ranges.back().begin, column);
  return absl::OkStatus();
}

absl::Status RowChunks::Finish() {
  const size_t rest = held_.empty() ? 0 : held_.front().size();
  if (rest == 0 && sent_) return absl::OkStatus();
  return sink_(held_, {0, rest});
}

}  // namespace madad::rpc
