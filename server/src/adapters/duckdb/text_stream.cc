#include "adapters/duckdb/text_stream.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include <iconv.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

#include "core/status.h"
#include "core/text.h"
#include "core/utf8.h"

namespace madad::adapters::duckdb {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kUtf16LeMark = "\xFF\xFE";
constexpr std::string_view kUtf16BeMark = "\xFE\xFF";

// Gives bytes that were read ahead first.
class Resumed : public ByteStream {
 public:
  Resumed(std::string head, std::unique_ptr<ByteStream> rest)
      : head_(std::move(head)), rest_(std::move(rest)) {}

  absl::StatusOr<size_t> Read(char* out, size_t size) override {
    if (given_ == head_.size()) return rest_->Read(out, size);
    const size_t count = std::min(size, head_.size() - given_);
    std::memcpy(out, head_.data() + given_, count);
    given_ += count;
    return count;
  }

 private:
  std::string head_;
  size_t given_ = 0;
  std::unique_ptr<ByteStream> rest_;
};

class Converted : public ByteStream {
 public:
  Converted(iconv_t converter, std::unique_ptr<ByteStream> bytes, size_t unit)
      : converter_(converter), bytes_(std::move(bytes)), unit_(unit), buffer_(1 << 16) {}
  ~Converted() override { iconv_close(converter_); }
  Converted(const Converted&) = delete;
  Converted& operator=(const Converted&) = delete;

  absl::StatusOr<size_t> Read(char* out, size_t size) override {
    char* end = out;
    size_t space = size;
    while (end == out) {
      if (begin_ == filled_ || incomplete_) {
        MADAD_ASSIGN_OR_RETURN(const bool more, Refill());
        if (!more && begin_ == filled_) return 0;
        // The file ends inside a character.
        if (!more) Mark(end, space);
        incomplete_ = false;
        if (!more) continue;
      }
      char* in = buffer_.data() + begin_;
      size_t left = filled_ - begin_;
      const size_t done = iconv(converter_, &in, &left, &end, &space);
      const int problem = done == static_cast<size_t>(-1) ? errno : 0;
      begin_ = filled_ - left;
      incomplete_ = problem == EINVAL;
      if (problem == EILSEQ && space >= 3 * unit_) Mark(end, space);
      // Room for one mark is needed, whatever the caller's buffer is.
      if (problem == EILSEQ && end != out) break;
    }
    return static_cast<size_t>(end - out);
  }

 private:
  // Keeps what is left and reads more behind it; false at the file's end.
  absl::StatusOr<bool> Refill() {
    std::copy(buffer_.begin() + static_cast<ptrdiff_t>(begin_),
              buffer_.begin() + static_cast<ptrdiff_t>(filled_), buffer_.begin());
    filled_ -= begin_;
    begin_ = 0;
    MADAD_ASSIGN_OR_RETURN(const size_t count,
                           bytes_->Read(buffer_.data() + filled_, buffer_.size() - filled_));
    filled_ += count;
    return count > 0;
  }

  // Writes marks for the bytes at fault and steps over them.
  void Mark(char*& end, size_t& space) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    for (size_t i = 0; i < unit_ && begin_ < filled_ && space >= 3; ++i) {
      const auto byte = static_cast<unsigned char>(buffer_[begin_++]);
      *end++ = '\xFF';
      *end++ = kDigits[byte >> 4];
      *end++ = kDigits[byte & 15];
      space -= 3;
    }
  }

  iconv_t converter_;
  std::unique_ptr<ByteStream> bytes_;
  size_t unit_;  // bytes of the encoding's smallest character
  std::vector<char> buffer_;
  size_t begin_ = 0;
  size_t filled_ = 0;
  bool incomplete_ = false;
};

// The name without what people write differently: "utf8" of "UTF-8".
std::string Plain(const std::string& name) {
  std::string plain = absl::AsciiStrToLower(name);
  std::erase_if(plain, [](char c) { return c == '-' || c == '_' || c == ' '; });
  return plain;
}

// What `head`, a file's first bytes, and the catalog say together; takes the
// mark off `head`.
std::string EncodingOf(const std::string& declared, std::string& head) {
  const std::string plain = Plain(declared);
  if (plain.empty() || plain == "utf16" || plain == "utf16le" || plain == "utf16be") {
    for (const auto& [mark, name] :
         {std::pair(kUtf16LeMark, "UTF-16LE"), std::pair(kUtf16BeMark, "UTF-16BE")}) {
      if (!head.starts_with(mark)) continue;
      head.erase(0, mark.size());
      return name;
    }
  }
  if (plain.empty() || plain == "utf8") {
    if (head.starts_with(kUtf8Mark)) head.erase(0, kUtf8Mark.size());
    return "UTF-8";
  }
  // Without a mark, what Windows writes.
  return plain == "utf16" ? "UTF-16LE" : declared;
}

size_t UnitOf(const std::string& encoding) {
  const std::string plain = Plain(encoding);
  if (plain.starts_with("utf16") || plain.starts_with("ucs2")) return 2;
  return plain.starts_with("utf32") || plain.starts_with("ucs4") ? 4 : 1;
}

}  // namespace

absl::StatusOr<TextStream> DecodeText(std::unique_ptr<ByteStream> bytes,
                                      const std::string& encoding) {
  std::string head(kUtf8Mark.size(), '\0');
  size_t filled = 0;
  while (filled < head.size()) {
    MADAD_ASSIGN_OR_RETURN(const size_t count,
                           bytes->Read(head.data() + filled, head.size() - filled));
    if (count == 0) break;
    filled += count;
  }
  head.resize(filled);
  TextStream stream;
  stream.encoding = EncodingOf(encoding, head);
  stream.utf8 = std::make_unique<Resumed>(std::move(head), std::move(bytes));
  if (stream.encoding == "UTF-8") return stream;
  const iconv_t converter = iconv_open("UTF-8", stream.encoding.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) {
    return core::Error(
        absl::StatusCode::kInvalidArgument,
        core::Cat("encoding '", encoding, "' is not known; `iconv --list` shows the names"),
        {"ENCODING_UNKNOWN", {{"encoding", encoding}}, ""});
  }
  stream.utf8 =
      std::make_unique<Converted>(converter, std::move(stream.utf8), UnitOf(stream.encoding));
  stream.converted = true;
  return stream;
}

std::string EncodingProblem(const TextStream& stream, std::string_view text) {
  const size_t at = core::FindInvalidUtf8(text);
  if (at == std::string_view::npos) return "";
  const std::string byte = stream.converted
                               ? std::string(text.substr(at + 1, 2))
                               : absl::StrFormat("%02X", static_cast<unsigned char>(text[at]));
  return core::Cat("byte 0x", byte, " is not ", stream.encoding);
}

}  // namespace madad::adapters::duckdb
