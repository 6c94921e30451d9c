// Numbers and texts as bytes that are the same on every machine.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <madad/sdk/error.h>

namespace lead_quality {

namespace sdk = madad::sdk;

// Appends values, little end first.
class ByteWriter {
 public:
  void U64(uint64_t value) {
    for (int i = 0; i < 8; ++i) bytes_ += static_cast<char>(value >> (8 * i));
  }
  void Double(double value) { U64(std::bit_cast<uint64_t>(value)); }
  void Text(std::string_view text) {
    U64(text.size());
    bytes_ += text;
  }
  void Doubles(std::span<const double> values) {
    U64(values.size());
    for (const double value : values) Double(value);
  }
  void Texts(std::span<const std::string> texts) {
    U64(texts.size());
    for (const std::string& text : texts) Text(text);
  }

  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

// Takes them off again, in the same order.
// Errors: sdk::Error (MADAD_DATA_LOSS) when the bytes end too early or a length is beyond them.
// Lifetime: of the bytes.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  uint64_t U64() {
    const std::string_view taken = Take(8);
    uint64_t value = 0;
    for (size_t i = 0; i < 8; ++i) {
      value |= static_cast<uint64_t>(static_cast<unsigned char>(taken[i])) << (8 * i);
    }
    return value;
  }
  double Double() { return std::bit_cast<double>(U64()); }
  std::string Text() { return std::string(Take(U64())); }
  std::vector<double> Doubles() {
    std::vector<double> values(Count(8));
    for (double& value : values) value = Double();
    return values;
  }
  std::vector<std::string> Texts() {
    std::vector<std::string> texts(Count(8));
    for (std::string& text : texts) text = Text();
    return texts;
  }
  // A number of things, each of at least `least` bytes.
  size_t Count(size_t least) {
    const uint64_t count = U64();
    if (count > bytes_.size() / least) Fail();
    return count;
  }
  bool done() const { return bytes_.empty(); }

 private:
  [[noreturn]] static void Fail() {
    throw sdk::Error(MADAD_DATA_LOSS,
                     "the stored model ends in the middle: it was cut off or is not one; train it "
                     "again",
                     MADAD_SOURCE_DATA);
  }
  std::string_view Take(uint64_t size) {
    if (size > bytes_.size()) Fail();
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

  std::string_view bytes_;
};

}  // namespace lead_quality
