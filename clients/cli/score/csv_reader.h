// Reading comma-separated values by RFC 4180.
#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "madad/client/error.h"

namespace madad::cli {

// Reads records as they come. An empty field without quotes is null, `""` is an
// empty text: what CsvWriter writes reads back the same.
class CsvReader {
 public:
  using Record = std::vector<std::optional<std::string>>;

  // `name` is what errors call it. Lifetime: `in` must outlive the reader.
  CsvReader(std::istream& in, std::string name) : in_(in), name_(std::move(name)) {}

  // Reads the next record; false at the end. Empty lines are no records. A mark of
  // UTF-8 at the very beginning is skipped.
  // Errors: INVALID_ARGUMENT with the line, for quotes that do not close, text
  // behind a closing quote, or a record of another number of fields than the first.
  client::Result<bool> Next(Record* record);

  // The line that the last record began on, from 1.
  int64_t line() const { return line_; }
  // Returns an error about that line.
  client::Error Fault(const std::string& problem) const;

 private:
  // Reads one field; `*ends` says whether its record ends with it.
  std::optional<client::Error> Field(Record* record, bool* ends);
  std::optional<client::Error> QuotedField(std::string* text);
  bool SkipEmptyLines();

  std::istream& in_;
  const std::string name_;
  int64_t line_ = 0;
  int64_t next_line_ = 1;
  size_t fields_ = 0;
};

}  // namespace madad::cli
