#include "cli/render/csv.h"

namespace madad::cli {
namespace {

void AppendField(std::string_view value, std::string* record) {
  if (!value.empty() && value.find_first_of(",\"\r\n") == std::string_view::npos) {
    record->append(value);
    return;
  }
  record->push_back('"');
  for (const char c : value) {
    if (c == '"') record->push_back('"');
    record->push_back(c);
  }
  record->push_back('"');
}

}  // namespace

void CsvWriter::Field(std::optional<std::string_view> value) {
  if (written_ > 0) record_.push_back(',');
  if (value || fields_ == 1) AppendField(value.value_or(""), &record_);
  if (++written_ < fields_) return;
  record_.append("\r\n");
  out_ << record_;
  record_.clear();
  written_ = 0;
}

}  // namespace madad::cli
