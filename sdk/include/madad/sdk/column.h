// The columns of a table that a model makes.
#pragma once

#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "madad/abi/arrow.h"
#include "madad/sdk/error.h"
#include "madad/sdk/type.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {
namespace detail {

// Rows of a batch. Every column cuts its own, all at the same rows.
inline constexpr size_t kBatchRows = size_t{1} << 16;

// Which rows of a batch hold a value. Bits are kept from the first null on.
class ValidityBits {
 public:
  void Add(bool valid) {
    if (!valid && bits_.empty()) bits_.assign(rows_ / 8 + 1, 0xFF);
    if (!bits_.empty()) {
      if (rows_ / 8 == bits_.size()) bits_.push_back(0);
      const auto bit = static_cast<uint8_t>(1u << (rows_ % 8));
      bits_[rows_ / 8] =
          static_cast<uint8_t>(valid ? bits_[rows_ / 8] | bit : bits_[rows_ / 8] & ~bit);
    }
    nulls_ += valid ? 0 : 1;
    ++rows_;
  }
  size_t rows() const { return rows_; }
  size_t nulls() const { return nulls_; }
  const void* data() const { return bits_.empty() ? nullptr : bits_.data(); }

 private:
  std::vector<uint8_t> bits_;
  size_t rows_ = 0;
  size_t nulls_ = 0;
};

// One batch of a column, as Arrow buffers.
class Chunk {
 public:
  virtual ~Chunk() = default;
  // The buffers after validity, of which there are at most two.
  virtual std::vector<const void*> Data() = 0;

  ValidityBits validity;
};

// What an exported array owns.
struct HeldChunk {
  std::unique_ptr<Chunk> chunk;
  const void* buffers[3] = {nullptr, nullptr, nullptr};

  static void Release(ArrowArray* array) {
    delete static_cast<HeldChunk*>(array->private_data);
    array->release = nullptr;
  }
};

// Moves a chunk into `out`.
inline void ExportChunk(std::unique_ptr<Chunk> chunk, ArrowArray* out) {
  auto held = std::make_unique<HeldChunk>();
  const std::vector<const void*> data = chunk->Data();
  held->buffers[0] = chunk->validity.data();
  for (size_t i = 0; i < data.size(); ++i) held->buffers[i + 1] = data[i];
  held->chunk = std::move(chunk);
  const ValidityBits& validity = held->chunk->validity;
  *out = {};
  out->length = static_cast<int64_t>(validity.rows());
  out->null_count = static_cast<int64_t>(validity.nulls());
  out->n_buffers = static_cast<int64_t>(data.size() + 1);
  out->buffers = held->buffers;
  out->release = &HeldChunk::Release;
  out->private_data = held.release();
}

template <typename T>
struct NumberChunk final : Chunk {
  std::vector<const void*> Data() override { return {values.data()}; }
  std::vector<T> values;
};

struct BoolChunk final : Chunk {
  std::vector<const void*> Data() override { return {bits.data()}; }
  std::vector<uint8_t> bits;
};

struct TextChunk final : Chunk {
  std::vector<const void*> Data() override { return {ends.data(), bytes.data()}; }
  std::vector<int32_t> ends = {0};
  std::string bytes;
};

// As it lies in memory, little-endian.
struct Int128 {
  int64_t low;
  int64_t high;
};

}  // namespace detail

// A column being filled, row by row.
class Column {
 public:
  Column(std::string name, Type type, std::string format)
      : name_(std::move(name)), type_(type), format_(std::move(format)) {}
  virtual ~Column() = default;
  Column(const Column&) = delete;
  Column& operator=(const Column&) = delete;

  const std::string& name() const { return name_; }
  Type type() const { return type_; }
  const std::string& format() const { return format_; }  // Arrow's
  size_t rows() const { return rows_; }

  // Appends a row without a value,
  virtual void Null() = 0;
  // or with one of the column's type; see sdk::Value. Errors: MADAD_INVALID_ARGUMENT.
  virtual void AppendValue(const Value& value) = 0;

  // Gives up the next batch's rows, after the last has been appended.
  std::unique_ptr<detail::Chunk> TakeChunk() {
    auto& chunk = chunks_.at(taken_++);
    return std::move(chunk);
  }

 protected:
  // Counts a row, and returns the chunk that it goes into.
  template <typename C>
  C& NextRow(bool valid) {
    if (rows_ % detail::kBatchRows == 0) chunks_.push_back(std::make_unique<C>());
    chunks_.back()->validity.Add(valid);
    ++rows_;
    return static_cast<C&>(*chunks_.back());
  }
  template <typename T>
  const T& As(const Value& value) const {
    if (const T* held = std::get_if<T>(&value)) return *held;
    throw Error(MADAD_INVALID_ARGUMENT, "column '" + name_ + "' is " + detail::TypeName(type_) +
                                            ", and a value of another type was appended");
  }

 private:
  const std::string name_;
  const Type type_;
  const std::string format_;
  size_t rows_ = 0;
  size_t taken_ = 0;
  std::vector<std::unique_ptr<detail::Chunk>> chunks_;
};

// `T` is what is appended; `Stored` is how Arrow keeps it.
template <typename T, typename Stored = T>
class NumberColumn final : public Column {
 public:
  using Column::Column;

  void Append(T value) {
    this->template NextRow<detail::NumberChunk<Stored>>(true).values.push_back(Store(value));
  }
  void Append(std::optional<T> value) { value ? Append(*value) : Null(); }
  void Null() override {
    this->template NextRow<detail::NumberChunk<Stored>>(false).values.push_back(Stored{});
  }
  // Appends a row for each value.
  void AppendAll(std::span<const T> values) {
    for (const T value : values) Append(value);
  }
  void AppendValue(const Value& value) override {
    if (std::holds_alternative<std::monostate>(value)) return Null();
    if constexpr (std::is_same_v<T, double>) {
      Append(this->template As<double>(value));
    } else {
      Append(static_cast<T>(this->template As<int64_t>(value)));
    }
  }

 private:
  static Stored Store(T value) {
    if constexpr (std::is_same_v<Stored, detail::Int128>) {
      return {value, value < 0 ? -1 : 0};
    } else {
      return value;
    }
  }
};

using Int64Column = NumberColumn<int64_t>;  // also timestamps and durations, in microseconds
using DoubleColumn = NumberColumn<double>;  // a NaN or an infinity is refused by the server
using DateColumn = NumberColumn<int32_t>;   // days since 1970-01-01
using DecimalColumn = NumberColumn<int64_t, detail::Int128>;  // value * 10^scale

class BoolColumn final : public Column {
 public:
  using Column::Column;

  void Append(bool value) { Add(value, true); }
  void Append(std::optional<bool> value) { Add(value.value_or(false), value.has_value()); }
  void Null() override { Add(false, false); }
  void AppendValue(const Value& value) override {
    if (std::holds_alternative<std::monostate>(value)) return Null();
    Append(As<bool>(value));
  }

 private:
  void Add(bool value, bool valid) {
    const size_t bit = rows() % detail::kBatchRows;
    auto& bits = NextRow<detail::BoolChunk>(valid).bits;
    if (bit % 8 == 0) bits.push_back(0);
    if (value) bits.back() = static_cast<uint8_t>(bits.back() | (1u << (bit % 8)));
  }
};

class TextColumn final : public Column {
 public:
  using Column::Column;

  // Appends UTF-8.
  void Append(std::string_view value) {
    auto& chunk = NextRow<detail::TextChunk>(true);
    if (value.size() > INT32_MAX - chunk.bytes.size()) {
      throw Error(MADAD_RESOURCE_EXHAUSTED,
                  "column '" + name() + "' has more than 2 GiB of text in a batch");
    }
    chunk.bytes += value;
    chunk.ends.push_back(static_cast<int32_t>(chunk.bytes.size()));
  }
  void Append(const char* value) { Append(std::string_view(value)); }
  void Append(const std::string& value) { Append(std::string_view(value)); }
  void Append(std::optional<std::string_view> value) { value ? Append(*value) : Null(); }
  void Null() override {
    auto& chunk = NextRow<detail::TextChunk>(false);
    chunk.ends.push_back(static_cast<int32_t>(chunk.bytes.size()));
  }
  void AppendAll(std::span<const std::string> values) {
    for (const std::string& value : values) Append(value);
  }
  void AppendValue(const Value& value) override {
    if (std::holds_alternative<std::monostate>(value)) return Null();
    Append(As<std::string>(value));
  }
};

namespace detail {

// Returns an empty column.
inline std::unique_ptr<Column> MakeColumn(std::string name, Type type, int32_t scale) {
  switch (type) {
    case Type::kBool:
      return std::make_unique<BoolColumn>(std::move(name), type, "b");
    case Type::kInt64:
      return std::make_unique<Int64Column>(std::move(name), type, "l");
    case Type::kDouble:
      return std::make_unique<DoubleColumn>(std::move(name), type, "g");
    case Type::kString:
      return std::make_unique<TextColumn>(std::move(name), type, "u");
    case Type::kDate:
      return std::make_unique<DateColumn>(std::move(name), type, "tdD");
    case Type::kDuration:
      return std::make_unique<Int64Column>(std::move(name), type, "tDu");
    case Type::kTimestamp:
      return std::make_unique<Int64Column>(std::move(name), type, "tsu:UTC");
    case Type::kDecimal:
      return std::make_unique<DecimalColumn>(std::move(name), type,
                                             "d:18," + std::to_string(scale));
  }
  throw Error(MADAD_INVALID_ARGUMENT, "a type that is none of sdk::Type's");
}

}  // namespace detail
}  // namespace madad::sdk
#pragma GCC visibility pop
