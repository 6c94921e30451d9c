// From an Arrow array to a typed view.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "madad/abi/arrow.h"
#include "madad/sdk/error.h"
#include "madad/sdk/type.h"
#include "madad/sdk/view.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk::detail {

// What a column is, read from its Arrow format.
struct ColumnType {
  Type type = Type::kInt64;
  std::string format;
  std::string dictionary;  // format of a dictionary's values
  int32_t scale = 0;       // of a decimal
  int32_t bits = 128;      // of a decimal
  int64_t per_micro = 1;   // of a time: its units in a microsecond,
  int64_t micros = 1;      // or the microseconds in its unit
};

// Reads the parts of "d:18,2,128".
inline bool ReadDecimalFormat(std::string_view format, ColumnType& column) {
  int32_t parts[3] = {0, 0, 128};
  int which = 0;
  for (const char c : format.substr(2)) {
    if (c == ',' && which < 2) {
      parts[++which] = 0;
    } else if (c >= '0' && c <= '9' && parts[which] < 1000) {
      parts[which] = parts[which] * 10 + (c - '0');
    } else {
      return false;
    }
  }
  column.scale = parts[1];
  column.bits = parts[2];
  return which > 0 && column.scale <= 18 &&
         (column.bits == 32 || column.bits == 64 || column.bits == 128);
}

// Reads the unit of a time: s, m, u or n.
inline bool ReadTimeUnit(char unit, ColumnType& column) {
  if (unit == 's') column.micros = 1'000'000;
  if (unit == 'm') column.micros = 1'000;
  if (unit == 'n') column.per_micro = 1'000;
  return unit == 's' || unit == 'm' || unit == 'u' || unit == 'n';
}

inline bool IsInteger(std::string_view format) {
  return format.size() == 1 && std::string_view("cCsSiIlL").find(format[0]) != format.npos;
}

// Returns what `schema` says a column is; nothing when it is a type that models do not read.
inline std::optional<ColumnType> TypeOf(const ArrowSchema& schema) {
  ColumnType column;
  column.format = schema.format == nullptr ? "" : schema.format;
  const std::string_view format = column.format;
  const auto is = [&](Type type) {
    column.type = type;
    return std::optional<ColumnType>(column);
  };
  if (schema.dictionary != nullptr) {
    column.dictionary = schema.dictionary->format == nullptr ? "" : schema.dictionary->format;
    const bool texts = column.dictionary == "u" || column.dictionary == "U";
    return texts && IsInteger(format) ? is(Type::kString) : std::nullopt;
  }
  if (IsInteger(format)) return is(Type::kInt64);
  if (format == "b") return is(Type::kBool);
  if (format == "g" || format == "f") return is(Type::kDouble);
  if (format == "u" || format == "U") return is(Type::kString);
  if (format == "tdD") return is(Type::kDate);
  if (format.starts_with("d:") && ReadDecimalFormat(format, column)) return is(Type::kDecimal);
  if (format.size() >= 4 && format.starts_with("ts") && format[3] == ':' &&
      ReadTimeUnit(format[2], column)) {
    return is(Type::kTimestamp);
  }
  if (format.size() == 3 && format.starts_with("tD") && ReadTimeUnit(format[2], column)) {
    return is(Type::kDuration);
  }
  return std::nullopt;
}

// Memory for values that are not in a batch as they are asked for. Lives until the next batch.
class Scratch {
 public:
  template <typename T>
  T* Make(size_t count) {
    static_assert(std::is_trivial_v<T> && alignof(T) <= alignof(std::max_align_t));
    buffers_.push_back(std::make_unique_for_overwrite<std::max_align_t[]>(
        (count * sizeof(T)) / sizeof(std::max_align_t) + 1));
    return reinterpret_cast<T*>(buffers_.back().get());
  }
  void Clear() { buffers_.clear(); }

 private:
  std::vector<std::unique_ptr<std::max_align_t[]>> buffers_;
};

// One column of one batch.
class ColumnBatch {
 public:
  ColumnBatch(const ArrowArray& array, size_t parent_offset, size_t rows, const ColumnType& type,
              Scratch& scratch)
      : array_(array),
        offset_(static_cast<size_t>(array.offset) + parent_offset),
        rows_(rows),
        type_(type),
        scratch_(scratch) {}

  View Rows() const {
    if (array_.null_count == 0 || array_.n_buffers < 1) return {rows_, {}};
    return {rows_, {static_cast<const uint8_t*>(array_.buffers[0]), offset_}};
  }
  Bools ReadBools() const { return {Rows(), {Buffer<uint8_t>(1), offset_}}; }
  // Integers of any width; times in microseconds.
  Numbers<int64_t> ReadInt64() const { return {Rows(), Int64s()}; }
  Numbers<int32_t> ReadDates() const { return {Rows(), Direct<int32_t>()}; }
  Numbers<double> ReadDoubles() const {
    return {Rows(), type_.format == "f" ? Converted<float, double>() : Direct<double>()};
  }
  Decimals ReadDecimals() const { return {{Rows(), Int64s()}, type_.scale}; }
  // Integers, doubles and decimals, all as doubles.
  Numbers<double> ReadAsDoubles() const;
  TextView ReadTexts() const;

 private:
  template <typename T>
  const T* Buffer(int64_t which) const {
    if (which < array_.n_buffers) return static_cast<const T*>(array_.buffers[which]);
    throw Error(MADAD_DATA_LOSS, "an Arrow array has too few buffers", MADAD_SOURCE_DOWNSTREAM);
  }
  // The values where they are, or a copy when they are not aligned.
  template <typename T>
  const T* Direct() const {
    const char* const begin = Buffer<char>(1) + offset_ * sizeof(T);
    if (reinterpret_cast<uintptr_t>(begin) % alignof(T) == 0) {
      return reinterpret_cast<const T*>(begin);
    }
    T* copy = scratch_.Make<T>(rows_);
    std::memcpy(copy, begin, rows_ * sizeof(T));
    return copy;
  }
  template <typename From, typename To>
  const To* Converted() const {
    return Mapped<From, To>([](From value) { return static_cast<To>(value); });
  }
  // `map` of each value.
  template <typename From, typename To, typename Map>
  const To* Mapped(Map&& map) const {
    const From* from = Direct<From>();
    To* to = scratch_.Make<To>(rows_);
    for (size_t i = 0; i < rows_; ++i) to[i] = map(from[i]);
    return to;
  }
  const int64_t* Int64s() const;
  const int64_t* Decimals128() const;
  const int64_t* Times() const;
  const uint32_t* Codes(size_t dictionary_size) const;
  template <typename Index>
  const uint32_t* CodesOf(size_t dictionary_size) const;
  [[noreturn]] static void TooLarge() {
    throw Error(MADAD_OUT_OF_RANGE, "a value does not fit in 64 bits", MADAD_SOURCE_DATA);
  }

  const ArrowArray& array_;
  const size_t offset_;
  const size_t rows_;
  const ColumnType& type_;
  Scratch& scratch_;
};

inline const int64_t* ColumnBatch::Int64s() const {
  if (type_.type == Type::kDecimal) return Decimals128();
  if (type_.type == Type::kTimestamp || type_.type == Type::kDuration) return Times();
  switch (type_.format[0]) {
    case 'c':
      return Converted<int8_t, int64_t>();
    case 'C':
      return Converted<uint8_t, int64_t>();
    case 's':
      return Converted<int16_t, int64_t>();
    case 'S':
      return Converted<uint16_t, int64_t>();
    case 'i':
      return Converted<int32_t, int64_t>();
    case 'I':
      return Converted<uint32_t, int64_t>();
    case 'L': {
      const View rows = Rows();
      const auto* from = Direct<uint64_t>();
      for (size_t i = 0; i < rows_; ++i) {
        if (rows.valid(i) && from[i] > uint64_t{INT64_MAX}) TooLarge();
      }
      return Converted<uint64_t, int64_t>();
    }
    default:
      return Direct<int64_t>();
  }
}

inline const int64_t* ColumnBatch::Decimals128() const {
  if (type_.bits == 32) return Converted<int32_t, int64_t>();
  if (type_.bits == 64) return Direct<int64_t>();
  struct Wide {  // as it lies in memory, little-endian
    uint64_t low;
    int64_t high;
  };
  const View rows = Rows();
  const char* const from = Buffer<char>(1) + offset_ * sizeof(Wide);
  auto* to = scratch_.Make<int64_t>(rows_);
  for (size_t i = 0; i < rows_; ++i) {
    Wide wide{};
    if (rows.valid(i)) std::memcpy(&wide, from + i * sizeof(Wide), sizeof(Wide));
    to[i] = static_cast<int64_t>(wide.low);
    if (wide.high != (to[i] < 0 ? -1 : 0)) TooLarge();
  }
  return to;
}

inline const int64_t* ColumnBatch::Times() const {
  if (type_.per_micro == 1 && type_.micros == 1) return Direct<int64_t>();
  const View rows = Rows();
  const auto* from = Direct<int64_t>();
  auto* to = scratch_.Make<int64_t>(rows_);
  for (size_t i = 0; i < rows_; ++i) {
    const int64_t value = rows.valid(i) ? from[i] : 0;
    // Towards the past, also before 1970.
    const int64_t floor = value / type_.per_micro - (value % type_.per_micro < 0 ? 1 : 0);
    if (__builtin_mul_overflow(floor, type_.micros, &to[i])) TooLarge();
  }
  return to;
}

inline Numbers<double> ColumnBatch::ReadAsDoubles() const {
  if (type_.type == Type::kDouble) return ReadDoubles();
  double power = 1;
  for (int32_t i = 0; i < type_.scale; ++i) power *= 10;
  const int64_t* from = Int64s();
  auto* to = scratch_.Make<double>(rows_);
  for (size_t i = 0; i < rows_; ++i) to[i] = static_cast<double>(from[i]) / power;
  return {Rows(), to};
}

inline TextView ColumnBatch::ReadTexts() const {
  const ArrowArray* texts = &array_;
  const bool dictionary = !type_.dictionary.empty();
  if (dictionary) texts = array_.dictionary;
  if (texts == nullptr || texts->n_buffers < 3) {
    throw Error(MADAD_DATA_LOSS, "an Arrow array of texts has too few buffers",
                MADAD_SOURCE_DOWNSTREAM);
  }
  const Texts all = {texts->buffers[1], static_cast<const char*>(texts->buffers[2]),
                     dictionary ? static_cast<size_t>(texts->offset) : offset_,
                     dictionary ? static_cast<size_t>(texts->length) : rows_,
                     (dictionary ? type_.dictionary : type_.format) == "U"};
  if (!dictionary) return {Rows(), all};
  return {Rows(), all, Codes(all.size)};
}

template <typename Index>
const uint32_t* ColumnBatch::CodesOf(size_t dictionary_size) const {
  const View rows = Rows();
  const auto* from = Direct<Index>();
  auto* to = scratch_.Make<uint32_t>(rows_);
  bool inside = true;
  for (size_t i = 0; i < rows_; ++i) {
    const auto code = static_cast<uint64_t>(from[i]);
    inside = inside && (code < dictionary_size || !rows.valid(i));
    to[i] = code < dictionary_size ? static_cast<uint32_t>(code) : 0;
  }
  if (inside) return to;
  throw Error(MADAD_DATA_LOSS, "an Arrow dictionary lacks a value that a row refers to",
              MADAD_SOURCE_DOWNSTREAM);
}

inline const uint32_t* ColumnBatch::Codes(size_t dictionary_size) const {
  switch (type_.format[0]) {
    case 'c':
      return CodesOf<int8_t>(dictionary_size);
    case 'C':
      return CodesOf<uint8_t>(dictionary_size);
    case 's':
      return CodesOf<int16_t>(dictionary_size);
    case 'S':
      return CodesOf<uint16_t>(dictionary_size);
    case 'i':
      return CodesOf<int32_t>(dictionary_size);
    case 'I':
      return CodesOf<uint32_t>(dictionary_size);
    default:
      return CodesOf<int64_t>(dictionary_size);
  }
}

}  // namespace madad::sdk::detail
#pragma GCC visibility pop
