// A test's table as a host sends it.
#pragma once

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "madad/abi/arrow.h"
#include "madad/sdk/column.h"
#include "madad/sdk/testing/table.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk::testing::detail {

// A whole column in Arrow buffers.
struct Buffers {
  std::string name, format;
  std::vector<uint8_t> validity, data;  // data: values, or the ends of texts
  std::string bytes;                    // of texts
  bool is_text = false;
  std::shared_ptr<Buffers> dictionary;
  int64_t rows = 0;
};

template <typename T>
void Push(const T& value, std::vector<uint8_t>& data) {
  const size_t at = data.size();
  data.resize(at + sizeof(T));
  std::memcpy(data.data() + at, &value, sizeof(T));
}

inline void SetBit(size_t i, bool value, std::vector<uint8_t>& bits) {
  if (i / 8 == bits.size()) bits.push_back(0);
  if (value) bits[i / 8] = static_cast<uint8_t>(bits[i / 8] | (1u << (i % 8)));
}

inline void PushText(const std::string& text, Buffers& to) {
  to.bytes += text;
  Push(static_cast<int32_t>(to.bytes.size()), to.data);
}

inline std::shared_ptr<Buffers> EmptyTexts() {
  auto texts = std::make_shared<Buffers>();
  texts->format = "u";
  texts->is_text = true;
  Push(int32_t{0}, texts->data);
  return texts;
}

// Appends the value of row `i`, or something where there is none.
inline void PushValue(const Table::Column& column, size_t i, Buffers& to) {
  const Value& value = column.values[i];
  const auto whole = [&] {
    const auto* held = std::get_if<int64_t>(&value);
    return held == nullptr ? 0 : *held;
  };
  switch (column.type) {
    case Type::kBool: {
      const auto* held = std::get_if<bool>(&value);
      return SetBit(i, held != nullptr && *held, to.data);
    }
    case Type::kDouble: {
      const auto* held = std::get_if<double>(&value);
      return Push(held == nullptr ? 0.0 : *held, to.data);
    }
    case Type::kString: {
      const auto* held = std::get_if<std::string>(&value);
      return PushText(held == nullptr ? "" : *held, to);
    }
    case Type::kDate:
      return Push(static_cast<int32_t>(whole()), to.data);
    case Type::kDecimal:
      return Push(sdk::detail::Int128{whole(), whole() < 0 ? -1 : 0}, to.data);
    default:
      return Push(whole(), to.data);
  }
}

inline void PushCode(const Value& value, std::map<std::string, uint8_t>& codes, Buffers& to) {
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return Push(uint8_t{0}, to.data);
  const auto [code, is_new] = codes.emplace(*text, static_cast<uint8_t>(codes.size()));
  if (is_new) {
    if (codes.size() > 256) throw std::invalid_argument("a dictionary of more than 256 texts");
    PushText(*text, *to.dictionary);
    ++to.dictionary->rows;
  }
  Push(code->second, to.data);
}

inline std::shared_ptr<Buffers> Encode(const Table::Column& column) {
  auto to = column.type == Type::kString && !column.dictionary ? EmptyTexts()
                                                               : std::make_shared<Buffers>();
  to->name = column.name;
  to->format = sdk::detail::MakeColumn("", column.type, column.scale)->format();
  if (column.dictionary) {
    to->format = "C";
    to->dictionary = EmptyTexts();
  }
  to->rows = static_cast<int64_t>(column.values.size());
  std::map<std::string, uint8_t> codes;
  for (size_t i = 0; i < column.values.size(); ++i) {
    SetBit(i, !std::holds_alternative<std::monostate>(column.values[i]), to->validity);
    if (column.dictionary) {
      PushCode(column.values[i], codes, *to);
    } else {
      PushValue(column, i, *to);
    }
  }
  return to;
}

// What an array or a schema owns.
struct Held {
  std::vector<std::shared_ptr<Buffers>> buffers;
  std::vector<ArrowArray> arrays;
  std::vector<ArrowArray*> array_pointers;
  std::vector<ArrowSchema> schemas;
  std::vector<ArrowSchema*> schema_pointers;
  std::vector<std::vector<const void*>> data;
  std::vector<std::unique_ptr<ArrowArray>> dictionaries;
  std::vector<std::unique_ptr<ArrowSchema>> dictionary_types;
  const void* validity = nullptr;

  template <typename T>
  static void Release(T* owned) {
    delete static_cast<Held*>(owned->private_data);
    owned->release = nullptr;
  }
  template <typename T>
  static void ReleaseChild(T* child) {
    child->release = nullptr;
  }
};

inline ArrowArray ArrayOf(const Buffers& buffers, int64_t from, int64_t rows, bool nulls,
                          Held& held) {
  std::vector<const void*>& data = held.data.emplace_back();
  data = {nulls ? buffers.validity.data() : nullptr, buffers.data.data()};
  if (buffers.is_text) data.push_back(buffers.bytes.data());
  ArrowArray array{};
  array.length = rows;
  array.offset = from;
  array.null_count = nulls ? -1 : 0;
  array.n_buffers = static_cast<int64_t>(data.size());
  array.buffers = data.data();
  array.release = &Held::ReleaseChild<ArrowArray>;
  return array;
}

// The stream over one table. Its batches begin inside of their buffers, as an engine's may.
class TableStream {
 public:
  // Fails with `failure`, unless it is empty, where the rows end.
  TableStream(const Table& table, size_t batch_rows, std::string failure)
      : rows_(static_cast<int64_t>(table.rows())),
        batch_rows_(static_cast<int64_t>(batch_rows)),
        failure_(std::move(failure)) {
    for (const Table::Column& column : table.columns()) {
      if (column.values.size() != table.rows()) {
        throw std::invalid_argument("column '" + column.name + "' is not as long as the first");
      }
      columns_.push_back(Encode(column));
    }
  }

  static void Export(std::unique_ptr<TableStream> table, ArrowArrayStream* out) {
    *out = {&GetSchema, &GetNext, &GetLastError, &Release, table.release()};
  }

 private:
  static TableStream& Of(ArrowArrayStream* stream) {
    return *static_cast<TableStream*>(stream->private_data);
  }
  static int GetSchema(ArrowArrayStream* stream, ArrowSchema* out) {
    Of(stream).WriteSchema(out);
    return 0;
  }
  static int GetNext(ArrowArrayStream* stream, ArrowArray* out) { return Of(stream).Write(out); }
  static const char* GetLastError(ArrowArrayStream* stream) { return Of(stream).failure_.c_str(); }
  static void Release(ArrowArrayStream* stream) {
    delete &Of(stream);
    stream->release = nullptr;
  }

  void WriteSchema(ArrowSchema* out) const {
    auto held = std::make_unique<Held>();
    held->buffers = columns_;
    held->schemas.resize(columns_.size());
    for (size_t i = 0; i < columns_.size(); ++i) {
      ArrowSchema& child = held->schemas[i];
      child.format = columns_[i]->format.c_str();
      child.name = columns_[i]->name.c_str();
      child.flags = ARROW_FLAG_NULLABLE;
      child.release = &Held::ReleaseChild<ArrowSchema>;
      held->schema_pointers.push_back(&child);
      if (columns_[i]->dictionary == nullptr) continue;
      auto& type = held->dictionary_types.emplace_back(std::make_unique<ArrowSchema>());
      type->format = "u";
      type->release = &Held::ReleaseChild<ArrowSchema>;
      child.dictionary = type.get();
    }
    *out = {};
    out->format = "+s";
    out->n_children = static_cast<int64_t>(columns_.size());
    out->children = held->schema_pointers.data();
    out->release = &Held::Release<ArrowSchema>;
    out->private_data = held.release();
  }

  int Write(ArrowArray* out) {
    *out = {};
    if (next_ >= rows_) return failure_.empty() ? 0 : EIO;
    const int64_t rows = std::min(batch_rows_, rows_ - next_);
    auto held = std::make_unique<Held>();
    held->buffers = columns_;
    held->data.reserve(2 * columns_.size());
    held->arrays.resize(columns_.size());
    for (size_t i = 0; i < columns_.size(); ++i) {
      held->arrays[i] = ArrayOf(*columns_[i], next_, rows, true, *held);
      held->array_pointers.push_back(&held->arrays[i]);
      const auto& dictionary = columns_[i]->dictionary;
      if (dictionary == nullptr) continue;
      held->dictionaries.push_back(
          std::make_unique<ArrowArray>(ArrayOf(*dictionary, 0, dictionary->rows, false, *held)));
      held->arrays[i].dictionary = held->dictionaries.back().get();
    }
    next_ += rows;
    out->length = rows;
    out->n_buffers = 1;
    out->buffers = &held->validity;
    out->n_children = static_cast<int64_t>(columns_.size());
    out->children = held->array_pointers.data();
    out->release = &Held::Release<ArrowArray>;
    out->private_data = held.release();
    return 0;
  }

  std::vector<std::shared_ptr<Buffers>> columns_;
  const int64_t rows_;
  const int64_t batch_rows_;
  const std::string failure_;
  int64_t next_ = 0;
};

}  // namespace madad::sdk::testing::detail
#pragma GCC visibility pop
