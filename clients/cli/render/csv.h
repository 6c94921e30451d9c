// Comma-separated values by RFC 4180.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace madad::cli {

// Writes records of a fixed number of fields.
//
//   CsvWriter csv(out, 2);
//   csv.Field("a, b");
//   csv.Field(std::nullopt);   // writes "a, b",CRLF
class CsvWriter {
 public:
  // Lifetime: `out` must outlive the writer.
  CsvWriter(std::ostream& out, size_t fields) : out_(out), fields_(fields) {}

  // Writes the next field, quoted where it must be.
  // Nulls: nothing between the commas, where an empty string is `""`; a null
  // alone in its record is `""` too, since an empty line is no record.
  void Field(std::optional<std::string_view> value);

 private:
  std::ostream& out_;
  const size_t fields_;
  size_t written_ = 0;
  std::string record_;
};

}  // namespace madad::cli
