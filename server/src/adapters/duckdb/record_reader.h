// Records of delimited text, and lines, with where they begin.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "adapters/duckdb/text_stream.h"

namespace madad::adapters::duckdb {

// How fields are set apart.
struct Delimiters {
  char delimiter = ',';
  char quote = '"';
};

// One record. Its fields are valid until the next call of the reader.
struct Record {
  std::vector<std::string_view> fields;
  int64_t line = 0;       // where it begins in the file, from 1
  bool is_blank = false;  // an empty line
  // What is wrong with the record as a whole; the fields are then not set.
  std::string problem;
  // The 0-based field in which the problem is.
  size_t problem_field = 0;
};

// Reads UTF-8 text record by record, by RFC 4180 and by what DuckDB adds to it:
// any of LF, CRLF and CR ends a line, one space before an opening quote and any
// after a closing one are dropped, and a quote inside an unquoted field stands
// for itself.
class RecordReader {
 public:
  // Bytes of a record, quoted newlines included.
  static constexpr size_t kMaxRecord = 2'000'000;

  explicit RecordReader(TextStream text) : text_(std::move(text)) {}

  // Steps over lines; fewer when there are no more.
  absl::Status SkipLines(int64_t count);

  // Reads the next record; false at the end. Empty lines are records of one
  // empty field. After a record with a problem it goes on at the next line.
  // Errors: what reading the file finds.
  absl::StatusOr<bool> Next(const Delimiters& delimiters, Record& record);

  // Returns what `Next` would, and does not move on.
  absl::StatusOr<bool> Peek(const Delimiters& delimiters, Record& record);

  // Reads the next line as a record of one field.
  absl::StatusOr<bool> NextLine(Record& record);

  const TextStream& text() const { return text_; }

 private:
  class Parse;

  static void Fill(const Parse& parse, int64_t line, Record& record);
  // Makes sure that `count` bytes from the position on are in the buffer;
  // false when the file ends before.
  absl::StatusOr<bool> Ensure(size_t count);
  // Steps over `count` bytes, counting the lines that end in them.
  void Advance(size_t count);
  // Bytes from the position through the end of the line; no more than a record may have.
  absl::StatusOr<size_t> LineSize();
  absl::Status SkipLine();
  std::string_view Rest() const { return std::string_view(buffer_).substr(position_); }

  TextStream text_;
  std::string buffer_;
  size_t position_ = 0;
  bool at_end_ = false;
  int64_t line_ = 1;
  std::string unquoted_;  // fields with quotes taken out
  int64_t open_quotes_ = 0;
};

}  // namespace madad::adapters::duckdb
