#include "cli/score/rows_source.h"

#include "cli/score/parse_value.h"

namespace madad::cli {
namespace {

void SetValid(int row, bool valid, v1::Column* column) {
  std::string& bits = *column->mutable_validity();
  const auto byte = static_cast<size_t>(row / 8);
  if (bits.size() <= byte) bits.push_back('\0');
  if (valid) bits[byte] = static_cast<char>(bits[byte] | (1 << (row % 8)));
}

v1::Column ColumnOf(const std::string& name, const v1::ModelInstance& instance) {
  v1::Column column;
  column.set_name(name);
  column.set_type(v1::TYPE_STRING);
  for (const v1::ModelColumn& known : instance.request_columns()) {
    if (known.name() != name) continue;
    column.set_type(known.type());
    column.set_scale(known.scale());
  }
  return column;
}

}  // namespace

bool RowsSource::ReadHeader() {
  CsvReader::Record header;
  const auto read = csv_.Next(&header);
  if (!read.ok()) fault_ = read.error();
  if (read.ok() && !*read) fault_ = csv_.Fault("there is no header, which names the columns");
  if (fault_) return false;
  columns_.emplace();
  columns_->set_instance(instance_.name());
  for (const auto& name : header) {
    *columns_->add_columns() = ColumnOf(name.value_or(""), instance_);
  }
  return true;
}

bool RowsSource::AddRow(const CsvReader::Record& record, v1::ScoreRequest* message) {
  const auto row = static_cast<int>(message->row_count());
  for (int i = 0; i < message->columns_size(); ++i) {
    v1::Column* column = message->mutable_columns(i);
    const auto& field = record[static_cast<size_t>(i)];
    SetValid(row, field.has_value(), column);
    if (!field) {
      AppendNull(column);
      continue;
    }
    const std::string problem = AppendText(*field, column);
    if (problem.empty()) continue;
    fault_ = csv_.Fault(problem);
    return false;
  }
  message->set_row_count(row + 1);
  return true;
}

std::optional<v1::ScoreRequest> RowsSource::Next() {
  const bool is_first = !columns_;
  if (ended_ || fault_ || (is_first && !ReadHeader())) return std::nullopt;
  v1::ScoreRequest message = *columns_;
  // The columns alone first: what is wrong with them comes before what is wrong with rows.
  if (is_first) return message;
  message.clear_instance();
  CsvReader::Record record;
  while (message.row_count() < kRowsOfMessage) {
    const auto read = csv_.Next(&record);
    if (!read.ok()) fault_ = read.error();
    ended_ = read.ok() && !*read;
    if (ended_) break;
    if (fault_ || !AddRow(record, &message)) return std::nullopt;
  }
  if (message.row_count() == 0) return std::nullopt;
  return message;
}

}  // namespace madad::cli
