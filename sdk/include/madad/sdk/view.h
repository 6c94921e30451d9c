// Typed views of a column in the batch that was read last.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "madad/sdk/error.h"
#include "madad/sdk/type.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {
namespace detail {

// Bits from an offset on.
struct Bits {
  const uint8_t* bytes = nullptr;
  size_t offset = 0;

  bool operator[](size_t i) const {
    const size_t bit = i + offset;
    return ((bytes[bit >> 3] >> (bit & 7)) & 1) != 0;
  }
};

// Positions of texts in their bytes; each of 32 or 64 bits.
struct Texts {
  const void* offsets = nullptr;
  const char* bytes = nullptr;
  size_t first = 0;  // of the offsets
  size_t size = 0;
  bool wide = false;

  std::string_view operator[](size_t i) const { return wide ? At<int64_t>(i) : At<int32_t>(i); }

 private:
  template <typename T>
  std::string_view At(size_t i) const {
    T range[2];
    std::memcpy(range, static_cast<const char*>(offsets) + (first + i) * sizeof(T), sizeof(range));
    return {bytes + range[0], static_cast<size_t>(range[1] - range[0])};
  }
};

}  // namespace detail

// What all views have: how many rows, and which hold a value.
// Lifetime: of a view and all that it gives, until the reader's next Next().
class View {
 public:
  View(size_t rows, detail::Bits validity) : rows_(rows), validity_(validity) {}

  size_t size() const { return rows_; }
  // True when row `i`, which is less than size(), holds a value. Unchecked.
  bool valid(size_t i) const { return validity_.bytes == nullptr || validity_[i]; }
  // False when every row holds a value; may be true when nobody counted.
  bool has_nulls() const { return validity_.bytes != nullptr; }

 protected:
  // Throws when there is no row `i`; returns whether it holds a value.
  bool CheckedValid(size_t i) const {
    if (i < rows_) return valid(i);
    throw Error(MADAD_OUT_OF_RANGE, "row " + std::to_string(i) + " of a batch of " +
                                        std::to_string(rows_) + " rows was asked for");
  }

 private:
  size_t rows_;
  detail::Bits validity_;
};

// Numbers: int64_t (also timestamps and durations in microseconds), double, or int32_t (dates in
// days).
template <typename T>
class Numbers : public View {
 public:
  Numbers(const View& rows, const T* values) : View(rows), values_(values) {}

  // Returns the value of row `i`. Unchecked: where there is none, whatever lies there.
  T operator[](size_t i) const { return values_[i]; }
  // The same, checked. Nulls: where there is no value. Errors: MADAD_OUT_OF_RANGE.
  std::optional<T> at(size_t i) const {
    return CheckedValid(i) ? std::optional<T>(values_[i]) : std::nullopt;
  }
  // All of them, valid or not.
  std::span<const T> values() const { return {values_, size()}; }

 private:
  const T* values_;
};

// Decimals as integers: value = integer / 10^scale().
class Decimals : public Numbers<int64_t> {
 public:
  Decimals(const Numbers<int64_t>& unscaled, int32_t scale)
      : Numbers<int64_t>(unscaled), scale_(scale) {}
  int32_t scale() const { return scale_; }

 private:
  int32_t scale_;
};

class Bools : public View {
 public:
  Bools(const View& rows, detail::Bits bits) : View(rows), bits_(bits) {}
  bool operator[](size_t i) const { return bits_[i]; }
  std::optional<bool> at(size_t i) const {
    return CheckedValid(i) ? std::optional<bool>(bits_[i]) : std::nullopt;
  }
  detail::Bits bits() const { return bits_; }

 private:
  detail::Bits bits_;
};

// Texts. An engine may send a column as positions in a dictionary, another for every batch: then a
// model that works out something once for each of the dictionary's texts, and not once for each
// row, is faster.
class TextView : public View {
 public:
  TextView(const View& rows, const detail::Texts& texts) : View(rows), texts_(texts) {}
  TextView(const View& rows, const detail::Texts& dictionary, const uint32_t* codes)
      : View(rows), texts_(dictionary), codes_(codes) {}

  std::string_view operator[](size_t i) const {
    return codes_ == nullptr ? texts_[i] : texts_[codes_[i]];
  }
  std::optional<std::string_view> at(size_t i) const {
    return CheckedValid(i) ? std::optional<std::string_view>((*this)[i]) : std::nullopt;
  }

  bool IsDictionary() const { return codes_ != nullptr; }
  // Of a dictionary column: for each row, which of the dictionary's texts it is. Where there is no
  // value: any number below dictionary_size(), or 0.
  std::span<const uint32_t> codes() const { return {codes_, codes_ == nullptr ? 0 : size()}; }
  size_t dictionary_size() const { return codes_ == nullptr ? 0 : texts_.size; }
  // Returns the text of a code below dictionary_size(). Unchecked.
  std::string_view dictionary(uint32_t code) const { return texts_[code]; }

 private:
  detail::Texts texts_;
  const uint32_t* codes_ = nullptr;
};

}  // namespace madad::sdk
#pragma GCC visibility pop
