#include "demo/csv.h"

namespace madad::demo {
namespace {

constexpr size_t kBufferBytes = 1 << 20;

}  // namespace

CsvFile::CsvFile(const std::filesystem::path& path, std::initializer_list<std::string_view> header)
    : file_(path, std::ios::binary | std::ios::trunc) {
  Row(header);
}

void CsvFile::Row(std::initializer_list<std::string_view> fields) {
  bool first = true;
  for (const std::string_view field : fields) {
    if (!first) buffer_ += ',';
    first = false;
    AddField(field);
  }
  buffer_ += "\r\n";
  if (buffer_.size() < kBufferBytes) return;
  file_ << buffer_;
  buffer_.clear();
}

void CsvFile::AddField(std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    buffer_ += field;
    return;
  }
  buffer_ += '"';
  for (const char c : field) {
    if (c == '"') buffer_ += '"';
    buffer_ += c;
  }
  buffer_ += '"';
}

bool CsvFile::Close() {
  file_ << buffer_;
  buffer_.clear();
  file_.close();
  return file_.good();
}

std::string Money(int64_t agorot) {
  const std::string cents = std::to_string(100 + agorot % 100).substr(1);
  return std::to_string(agorot / 100) + '.' + cents;
}

std::string FourDecimals(int64_t ten_thousandths) {
  const std::string decimals = std::to_string(10'000 + ten_thousandths % 10'000).substr(1);
  return std::to_string(ten_thousandths / 10'000) + '.' + decimals;
}

}  // namespace madad::demo
