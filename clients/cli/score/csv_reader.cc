#include "cli/score/csv_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace madad::cli {
namespace {

constexpr int kEnd = std::istream::traits_type::eof();

}  // namespace

client::Error CsvReader::Fault(const std::string& problem) const {
  client::Error error;
  error.code = absl::StatusCode::kInvalidArgument;
  error.message = absl::StrCat(name_, ", line ", line_, ": ", problem);
  return error;
}

bool CsvReader::SkipEmptyLines() {
  if (next_line_ == 1 && in_.peek() == 0xEF) in_.ignore(3);  // the mark of UTF-8
  while (in_.peek() == '\n' || in_.peek() == '\r') {
    if (in_.get() == '\n') ++next_line_;
  }
  return in_.peek() != kEnd;
}

std::optional<client::Error> CsvReader::QuotedField(std::string* text) {
  for (int c = in_.get(); c != kEnd; c = in_.get()) {
    if (c == '\n') ++next_line_;
    if (c != '"') {
      text->push_back(static_cast<char>(c));
    } else if (in_.peek() == '"') {
      text->push_back(static_cast<char>(in_.get()));
    } else {
      return std::nullopt;
    }
  }
  return Fault("a field that begins with a quote does not end with one");
}

std::optional<client::Error> CsvReader::Field(Record* record, bool* ends) {
  std::string text;
  const bool is_quoted = in_.peek() == '"';
  if (is_quoted) {
    in_.get();
    if (auto fault = QuotedField(&text)) return fault;
  }
  for (int c = in_.get();; c = in_.get()) {
    if (c == '\r' && in_.peek() == '\n') continue;
    if (c == '\n') ++next_line_;
    if (c == kEnd || c == '\n' || c == ',') {
      *ends = c != ',';
      break;
    }
    if (is_quoted) return Fault("text follows the closing quote of a field");
    text.push_back(static_cast<char>(c));
  }
  if (text.empty() && !is_quoted) {
    record->emplace_back(std::nullopt);
  } else {
    record->emplace_back(std::move(text));
  }
  return std::nullopt;
}

client::Result<bool> CsvReader::Next(Record* record) {
  record->clear();
  if (!SkipEmptyLines()) return false;
  line_ = next_line_;
  for (bool ends = false; !ends;) {
    if (auto fault = Field(record, &ends)) return *fault;
  }
  if (fields_ == 0) fields_ = record->size();
  if (record->size() == fields_) return true;
  return Fault(absl::StrCat("it has ", record->size(), " fields, the header has ", fields_));
}

}  // namespace madad::cli
