// Writing CSV as RFC 4180 has it: UTF-8, CRLF, quotes where they are needed.
#pragma once

#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <string>
#include <string_view>

namespace madad::demo {

class CsvFile {
 public:
  // Opens `path` anew and writes the header.
  CsvFile(const std::filesystem::path& path, std::initializer_list<std::string_view> header);

  void Row(std::initializer_list<std::string_view> fields);

  // Writes what is left. Returns whether everything has been written.
  bool Close();

 private:
  void AddField(std::string_view field);

  std::ofstream file_;
  std::string buffer_;
};

// Returns agorot as shekels with two decimals: 1234.05.
std::string Money(int64_t agorot);

// Returns ten-thousandths as a number with four decimals: 0.2700.
std::string FourDecimals(int64_t ten_thousandths);

}  // namespace madad::demo
