#include "adapters/duckdb/utf8_check.h"

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "core/status.h"
#include "core/utf8.h"

namespace madad::adapters::duckdb {
namespace {

constexpr size_t kBlock = 1 << 18;
constexpr size_t kLongestCharacter = 4;

// Steps over ASCII, eight bytes at a time.
size_t SkipAscii(std::string_view text, size_t at) {
  constexpr uint64_t kHighBits = 0x8080808080808080U;
  uint64_t word = 0;
  while (at + 4 * sizeof word <= text.size()) {
    uint64_t words[4];
    std::memcpy(words, text.data() + at, sizeof words);
    word = words[0] | words[1] | words[2] | words[3];
    if ((word & kHighBits) != 0) break;
    at += sizeof words;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

// The letters of most alphabets take two bytes.
bool IsTwoByteLetter(std::string_view text, size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  return lead >= 0xC2 && lead <= 0xDF && at + 1 < text.size() &&
         (static_cast<unsigned char>(text[at + 1]) & 0xC0) == 0x80;
}

// Where the first byte that is not UTF-8 stands, or the text's end.
size_t EndOfUtf8(std::string_view text) {
  size_t at = 0;
  while (true) {
    at = SkipAscii(text, at);
    while (at < text.size() && IsTwoByteLetter(text, at)) at += 2;
    if (at == text.size()) return at;
    const core::CodePoint point = core::FirstCodePoint(text.substr(at));
    if (!point.valid) return at;
    at += point.size;
  }
}

}  // namespace

absl::StatusOr<bool> IsUtf8(ByteStream& bytes) {
  std::vector<char> buffer(kBlock + kLongestCharacter);
  size_t kept = 0;
  while (true) {
    MADAD_ASSIGN_OR_RETURN(const size_t count, bytes.Read(buffer.data() + kept, kBlock));
    if (count == 0) return kept == 0;
    const std::string_view text(buffer.data(), kept + count);
    const size_t end = EndOfUtf8(text);
    // A character may be cut in two by the block's end.
    if (text.size() - end >= kLongestCharacter) return false;
    kept = text.size() - end;
    std::memmove(buffer.data(), text.data() + end, kept);
  }
}

}  // namespace madad::adapters::duckdb
