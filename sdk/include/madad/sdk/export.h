// A table that was made, as an Arrow stream.
#pragma once

#include <cerrno>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "madad/abi/arrow.h"
#include "madad/sdk/column.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk::detail {

// What an exported schema owns: its children and their texts.
struct HeldSchema {
  std::vector<std::string> names, formats;
  std::vector<ArrowSchema> children;
  std::vector<ArrowSchema*> pointers;

  static void ReleaseChild(ArrowSchema* schema) { schema->release = nullptr; }
  static void Release(ArrowSchema* schema) {
    delete static_cast<HeldSchema*>(schema->private_data);
    schema->release = nullptr;
  }
};

// What an exported batch owns.
struct HeldBatch {
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> pointers;
  const void* validity = nullptr;

  ~HeldBatch() {
    for (ArrowArray& child : children) {
      if (child.release != nullptr) child.release(&child);
    }
  }
  static void Release(ArrowArray* array) {
    delete static_cast<HeldBatch*>(array->private_data);
    array->release = nullptr;
  }
};

// The stream over the columns of one table. It owns them, so it may be read after the model's
// instance is gone; a batch's memory goes with the batch.
class TableStream {
 public:
  // Fills `out`. The columns are equally long, and there is at least one.
  static void Export(std::vector<std::unique_ptr<Column>> columns, ArrowArrayStream* out) {
    auto table = std::make_unique<TableStream>(std::move(columns));
    *out = {&GetSchema, &GetNext, &GetLastError, &Release, nullptr};
    out->private_data = table.release();
  }

  explicit TableStream(std::vector<std::unique_ptr<Column>> columns)
      : columns_(std::move(columns)), left_(columns_.front()->rows()) {}

 private:
  static TableStream& Of(ArrowArrayStream* stream) {
    return *static_cast<TableStream*>(stream->private_data);
  }

  // Runs `body`; the only thing that can fail is memory.
  template <typename Body>
  static int Try(Body&& body) noexcept {
    try {
      body();
      return 0;
    } catch (...) {
      return ENOMEM;
    }
  }

  static int GetSchema(ArrowArrayStream* stream, ArrowSchema* out) noexcept {
    return Try([&] { Of(stream).WriteSchema(out); });
  }
  static int GetNext(ArrowArrayStream* stream, ArrowArray* out) noexcept {
    return Try([&] { Of(stream).WriteNext(out); });
  }
  static const char* GetLastError(ArrowArrayStream*) noexcept { return "out of memory"; }
  static void Release(ArrowArrayStream* stream) noexcept {
    delete &Of(stream);
    stream->release = nullptr;
  }

  void WriteSchema(ArrowSchema* out) const {
    auto held = std::make_unique<HeldSchema>();
    for (const auto& column : columns_) {
      held->names.push_back(column->name());
      held->formats.push_back(column->format());
    }
    held->children.resize(columns_.size());
    for (size_t i = 0; i < columns_.size(); ++i) {
      ArrowSchema& child = held->children[i];
      child.format = held->formats[i].c_str();
      child.name = held->names[i].c_str();
      child.flags = ARROW_FLAG_NULLABLE;
      child.release = &HeldSchema::ReleaseChild;
      held->pointers.push_back(&child);
    }
    *out = {};
    out->format = "+s";
    out->name = "";
    out->n_children = static_cast<int64_t>(columns_.size());
    out->children = held->pointers.data();
    out->release = &HeldSchema::Release;
    out->private_data = held.release();
  }

  void WriteNext(ArrowArray* out) {
    *out = {};
    if (left_ == 0) return;
    auto held = std::make_unique<HeldBatch>();
    held->children.resize(columns_.size());
    for (size_t i = 0; i < columns_.size(); ++i) {
      ExportChunk(columns_[i]->TakeChunk(), &held->children[i]);
      held->pointers.push_back(&held->children[i]);
    }
    out->length = held->children.front().length;
    left_ -= static_cast<size_t>(out->length);
    out->n_buffers = 1;
    out->n_children = static_cast<int64_t>(columns_.size());
    out->buffers = &held->validity;
    out->children = held->pointers.data();
    out->release = &HeldBatch::Release;
    out->private_data = held.release();
  }

  std::vector<std::unique_ptr<Column>> columns_;
  size_t left_;  // rows that have not been given
};

}  // namespace madad::sdk::detail
#pragma GCC visibility pop
