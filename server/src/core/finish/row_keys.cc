#include "core/finish/row_keys.h"

#include <utility>

namespace madad::core {
namespace {

template <typename T>
void AppendBytes(const T& value, std::string& bytes) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

void AppendKey(const ResultColumn& column, size_t row, std::string& bytes) {
  bytes.push_back(static_cast<char>(column.valid[row]));
  if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values)) {
    bytes.append((*texts)[row]);
    AppendBytes((*texts)[row].size(), bytes);
  } else if (const auto* doubles = std::get_if<std::vector<double>>(&column.values)) {
    AppendBytes((*doubles)[row], bytes);
  } else {
    AppendBytes(std::get<std::vector<int64_t>>(column.values)[row], bytes);
  }
}

}  // namespace

std::string KeyBytes(const std::vector<ResultColumn>& columns, size_t keys, size_t row) {
  std::string bytes;
  for (size_t i = 0; i < keys; ++i) AppendKey(columns[i], row, bytes);
  return bytes;
}

std::string KeyBytesAt(const std::vector<ResultColumn>& columns, size_t keys, size_t row,
                       Date period) {
  std::string bytes = KeyBytes(columns, keys - 1, row);
  bytes.push_back(1);
  AppendBytes(int64_t{period.days}, bytes);
  return bytes;
}

RowIndex::RowIndex(const std::vector<ResultColumn>& columns, size_t keys, size_t rows) {
  rows_.reserve(rows);
  for (size_t row = 0; row < rows; ++row) rows_.emplace(KeyBytes(columns, keys, row), row);
}

size_t RowIndex::Find(const std::string& key) const {
  const auto found = rows_.find(key);
  return found == rows_.end() ? kNoRow : found->second;
}

size_t RowIndex::Insert(std::string key, size_t row) {
  return rows_.emplace(std::move(key), row).first->second;
}

void AppendFrom(const ResultColumn& from, size_t row, ResultColumn& to) {
  const bool valid = row != kNoRow && from.valid[row] != 0;
  to.valid.push_back(valid ? 1 : 0);
  std::visit(
      [&](auto& values) {
        using Values = std::decay_t<decltype(values)>;
        if (valid) {
          values.push_back(std::get<Values>(from.values)[row]);
        } else {
          values.emplace_back();
        }
      },
      to.values);
}

ResultColumn EmptyLike(const ResultColumn& column) {
  ResultColumn empty{.name = column.name,
                     .role = column.role,
                     .type = column.type,
                     .scale = column.scale,
                     .unit = column.unit,
                     .currency = column.currency};
  empty.values = EmptyValues(column.type);
  return empty;
}

ResultColumn Take(const ResultColumn& column, const std::vector<size_t>& rows) {
  ResultColumn taken = EmptyLike(column);
  taken.valid.reserve(rows.size());
  std::visit([&](auto& values) { values.reserve(rows.size()); }, taken.values);
  std::visit(
      [&](auto& values) {
        using Values = std::decay_t<decltype(values)>;
        const auto& source = std::get<Values>(column.values);
        for (const size_t row : rows) {
          const bool valid = row != kNoRow && column.valid[row] != 0;
          taken.valid.push_back(valid ? 1 : 0);
          if (valid) {
            values.push_back(source[row]);
          } else {
            values.emplace_back();
          }
        }
      },
      taken.values);
  return taken;
}

}  // namespace madad::core
