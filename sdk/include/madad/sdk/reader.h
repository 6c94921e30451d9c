// What a model reads.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "madad/abi/arrow.h"
#include "madad/sdk/arrow.h"
#include "madad/sdk/decode.h"
#include "madad/sdk/error.h"
#include "madad/sdk/type.h"
#include "madad/sdk/view.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

// A column of whatever type, for values that are only passed on or compared.
class AnyView : public View {
 public:
  AnyView(const View& rows, Type type, int32_t scale) : View(rows), type_(type), scale_(scale) {}

  Type type() const { return type_; }
  int32_t scale() const { return scale_; }  // of a decimal
  // Returns row `i` as a value; see sdk::Value. Unchecked.
  sdk::Value Value(size_t i) const;

 private:
  friend class Reader;
  Type type_;
  int32_t scale_;
  const int64_t* integers_ = nullptr;
  const int32_t* days_ = nullptr;
  const double* doubles_ = nullptr;
  detail::Bits bits_;
  std::vector<TextView> texts_;  // one, or none
};

// The rows of one input, batch by batch. The functions that give a view throw
// MADAD_FAILED_PRECONDITION when the column has another type, MADAD_NOT_FOUND when there is none
// (an optional one: ask Has first).
// Thread: one at a time; a view may be read by several.
class Reader {
 public:
  // Takes over `stream`. Errors: MADAD_UNAVAILABLE when it cannot say what it holds.
  Reader(std::string name, ArrowArrayStream* stream);
  Reader(Reader&&) noexcept = default;

  // Reads the next batch, which is not empty; false at the end.
  // Errors: MADAD_UNAVAILABLE (MADAD_SOURCE_DOWNSTREAM) when the stream fails.
  bool Next();
  // Fetches a batch that Next gives later, after those fetched before it, and returns how many rows
  // it has; 0 at the end. So the host can make batches while others are worked on.
  // Thread: one at a time; meanwhile another may read, and call Next for batches fetched already.
  // Errors: as Next.
  size_t FetchAhead();
  // How many rows the batch has.
  size_t rows() const { return rows_; }

  const std::string& name() const { return name_; }
  // The names of the columns.
  std::vector<std::string> columns() const;
  bool Has(std::string_view column) const { return Find(column) < columns_.size(); }
  Type TypeOf(std::string_view column) const { return columns_[Index(column)].type.type; }
  int32_t ScaleOf(std::string_view column) const { return columns_[Index(column)].type.scale; }

  // The current batch's values.
  TextView Text(std::string_view c) { return Batch(c, Type::kString).ReadTexts(); }
  Numbers<int64_t> Int64(std::string_view c) { return Batch(c, Type::kInt64).ReadInt64(); }
  Numbers<double> Double(std::string_view c) { return Batch(c, Type::kDouble).ReadDoubles(); }
  Bools Bool(std::string_view c) { return Batch(c, Type::kBool).ReadBools(); }
  // Days since 1970-01-01.
  Numbers<int32_t> Date(std::string_view c) { return Batch(c, Type::kDate).ReadDates(); }
  // Microseconds since 1970-01-01T00:00:00Z.
  Numbers<int64_t> Timestamp(std::string_view c) { return Batch(c, Type::kTimestamp).ReadInt64(); }
  // Microseconds; an engine may keep them as plain integers.
  Numbers<int64_t> Duration(std::string_view c) {
    return Batch(c, TypeOf(c) == Type::kInt64 ? Type::kInt64 : Type::kDuration).ReadInt64();
  }
  Decimals Decimal(std::string_view c) { return Batch(c, Type::kDecimal).ReadDecimals(); }
  // Integers, doubles and decimals, all as doubles.
  Numbers<double> Number(std::string_view c);
  // Whatever it is.
  AnyView Any(std::string_view c);

 private:
  struct Column {
    std::string name;
    detail::ColumnType type;
    bool known = false;  // whether `type` says what it is
  };

  void ReadSchema();
  // What was fetched and not yet read.
  struct Ahead {
    std::mutex mutex;  // guards the rest
    std::deque<detail::Owned<ArrowArray>> batches;
    bool ended = false;
  };

  // Gets a batch from the stream; an empty one at the end.
  detail::Owned<ArrowArray> Fetch();
  detail::Owned<ArrowArray> TakeNext();
  void CheckBatch(const ArrowArray& batch) const;
  [[noreturn]] void StreamFailed(int code);
  size_t Find(std::string_view column) const;
  size_t Index(std::string_view column) const;
  detail::ColumnBatch Batch(std::string_view column, Type type);
  detail::ColumnBatch BatchAt(size_t index);
  [[noreturn]] void WrongType(const Column& column, std::string_view asked) const;

  std::string name_;
  detail::Owned<ArrowArrayStream> stream_;
  detail::Owned<ArrowArray> batch_;
  std::vector<Column> columns_;
  size_t rows_ = 0;
  detail::Scratch scratch_;
  std::unique_ptr<Ahead> ahead_ = std::make_unique<Ahead>();
};

inline sdk::Value AnyView::Value(size_t i) const {
  if (!valid(i)) return {};
  if (integers_ != nullptr) return integers_[i];
  if (days_ != nullptr) return int64_t{days_[i]};
  if (doubles_ != nullptr) return doubles_[i];
  if (!texts_.empty()) return std::string(texts_.front()[i]);
  return bits_[i];
}

inline Reader::Reader(std::string name, ArrowArrayStream* stream)
    : name_(std::move(name)), stream_(stream) {
  ReadSchema();
}

inline void Reader::ReadSchema() {
  detail::Owned<ArrowSchema> schema;
  if (const int code = stream_->get_schema(stream_.get(), schema.get()); code != 0) {
    StreamFailed(code);
  }
  for (int64_t i = 0; i < schema->n_children; ++i) {
    const ArrowSchema& child = *schema->children[i];
    Column& column = columns_.emplace_back();
    column.name = child.name == nullptr ? "" : child.name;
    column.type.format = child.format == nullptr ? "" : child.format;
    const auto type = detail::TypeOf(child);
    column.known = type.has_value();
    if (type) column.type = *type;
  }
}

inline bool Reader::Next() {
  rows_ = 0;
  scratch_.Clear();
  batch_.Reset();
  batch_ = TakeNext();
  if (!batch_.empty()) rows_ = static_cast<size_t>(batch_->length);
  return rows_ > 0;
}

inline size_t Reader::FetchAhead() {
  detail::Owned<ArrowArray> batch = Fetch();
  const size_t rows = batch.empty() ? 0 : static_cast<size_t>(batch->length);
  const std::lock_guard lock(ahead_->mutex);
  if (rows > 0) {
    ahead_->batches.push_back(std::move(batch));
  } else {
    ahead_->ended = true;
  }
  return rows;
}

inline detail::Owned<ArrowArray> Reader::TakeNext() {
  {
    const std::lock_guard lock(ahead_->mutex);
    if (!ahead_->batches.empty()) {
      detail::Owned<ArrowArray> batch = std::move(ahead_->batches.front());
      ahead_->batches.pop_front();
      return batch;
    }
    if (ahead_->ended) return {};
  }
  return Fetch();
}

inline detail::Owned<ArrowArray> Reader::Fetch() {
  while (true) {
    detail::Owned<ArrowArray> batch;
    if (const int code = stream_->get_next(stream_.get(), batch.get()); code != 0) {
      StreamFailed(code);
    }
    if (batch.empty()) return batch;
    CheckBatch(*batch);
    if (batch->length > 0) return batch;
  }
}

inline void Reader::CheckBatch(const ArrowArray& batch) const {
  bool sound = batch.length >= 0 && batch.offset >= 0 &&
               batch.n_children == static_cast<int64_t>(columns_.size());
  for (size_t i = 0; sound && i < columns_.size(); ++i) {
    sound = batch.children[i]->length >= batch.offset + batch.length;
  }
  if (sound) return;
  throw Error(MADAD_DATA_LOSS, "input '" + name_ + "' sent a batch that is not as its schema says",
              MADAD_SOURCE_DOWNSTREAM);
}

inline void Reader::StreamFailed(int code) {
  const char* text =
      stream_->get_last_error == nullptr ? nullptr : stream_->get_last_error(stream_.get());
  throw Error(MADAD_UNAVAILABLE,
              "reading input '" + name_ + "' failed: " +
                  (text == nullptr || *text == '\0' ? "error " + std::to_string(code) : text),
              MADAD_SOURCE_DOWNSTREAM);
}

inline std::vector<std::string> Reader::columns() const {
  std::vector<std::string> names;
  for (const Column& column : columns_) names.push_back(column.name);
  return names;
}

inline size_t Reader::Find(std::string_view column) const {
  size_t i = 0;
  while (i < columns_.size() && columns_[i].name != column) ++i;
  return i;
}

inline size_t Reader::Index(std::string_view column) const {
  const size_t i = Find(column);
  if (i < columns_.size()) return i;
  std::string names;
  for (const Column& other : columns_) names += (names.empty() ? "" : ", ") + other.name;
  throw Error(MADAD_NOT_FOUND, "input '" + name_ + "' has no column '" + std::string(column) +
                                   "'; it has: " + names);
}

inline detail::ColumnBatch Reader::BatchAt(size_t index) {
  if (batch_.empty()) {
    throw Error(MADAD_INTERNAL, "input '" + name_ + "' has no batch; call Next() first");
  }
  return {*batch_->children[index], static_cast<size_t>(batch_->offset), rows_,
          columns_[index].type, scratch_};
}

inline detail::ColumnBatch Reader::Batch(std::string_view column, Type type) {
  const size_t index = Index(column);
  if (!columns_[index].known || columns_[index].type.type != type) {
    WrongType(columns_[index], detail::TypeName(type));
  }
  return BatchAt(index);
}

inline void Reader::WrongType(const Column& column, std::string_view asked) const {
  throw Error(MADAD_FAILED_PRECONDITION,
              "input '" + name_ + "': column '" + column.name + "' is " +
                  (column.known ? detail::TypeName(column.type.type) : "of a type not known here") +
                  " (Arrow '" + column.type.format + "'), and the model reads it as " +
                  std::string(asked));
}

inline Numbers<double> Reader::Number(std::string_view c) {
  const Column& column = columns_[Index(c)];
  const Type type = column.type.type;
  if (!column.known || (type != Type::kInt64 && type != Type::kDouble && type != Type::kDecimal)) {
    WrongType(column, "number");
  }
  return BatchAt(Index(c)).ReadAsDoubles();
}

inline AnyView Reader::Any(std::string_view c) {
  const Column& column = columns_[Index(c)];
  if (!column.known) WrongType(column, "value");
  const detail::ColumnBatch batch = BatchAt(Index(c));
  AnyView view(batch.Rows(), column.type.type, column.type.scale);
  switch (column.type.type) {
    case Type::kString:
      view.texts_.push_back(batch.ReadTexts());
      break;
    case Type::kDouble:
      view.doubles_ = batch.ReadDoubles().values().data();
      break;
    case Type::kDate:
      view.days_ = batch.ReadDates().values().data();
      break;
    case Type::kBool:
      view.bits_ = batch.ReadBools().bits();
      break;
    default:
      view.integers_ = batch.ReadInt64().values().data();
      break;
  }
  return view;
}

// A model's inputs, by the names of its shape.
class Readers {
 public:
  explicit Readers(std::vector<Reader> readers) : readers_(std::move(readers)) {}

  // Errors: MADAD_NOT_FOUND when the shape has no such input.
  Reader& operator[](std::string_view name) {
    for (Reader& reader : readers_) {
      if (reader.name() == name) return reader;
    }
    throw Error(MADAD_NOT_FOUND, "the model's shape has no input '" + std::string(name) + "'");
  }
  std::vector<Reader>& all() { return readers_; }

 private:
  std::vector<Reader> readers_;
};

}  // namespace madad::sdk
#pragma GCC visibility pop
