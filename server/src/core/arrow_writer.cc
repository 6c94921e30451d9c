#include "core/arrow_writer.h"

#include <cerrno>
#include <utility>

#include "core/text.h"

namespace madad::core {
namespace {

// What an array of ours owns.
struct Owned {
  std::vector<uint8_t> validity;
  std::vector<char> data;
  std::vector<int32_t> offsets;
  std::vector<const void*> buffers;
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> pointers;
};

void ReleaseArray(ArrowArray* array) {
  auto* owned = static_cast<Owned*>(array->private_data);
  for (ArrowArray& child : owned->children) {
    if (child.release != nullptr) child.release(&child);
  }
  delete owned;
  *array = {};
}

struct OwnedSchema {
  std::string format;
  std::string name;
  std::vector<ArrowSchema> children;
  std::vector<ArrowSchema*> pointers;
};

void ReleaseSchema(ArrowSchema* schema) {
  auto* owned = static_cast<OwnedSchema*>(schema->private_data);
  for (ArrowSchema& child : owned->children) {
    if (child.release != nullptr) child.release(&child);
  }
  delete owned;
  *schema = {};
}

std::string FormatOf(const SqlColumn& column) {
  switch (column.type) {
    case Type::kBool:
      return "b";
    case Type::kDouble:
      return "g";
    case Type::kDecimal:
      return Cat("d:38,", column.scale);
    case Type::kDate:
      return "tdD";
    case Type::kTimestamp:
      return "tsu:";
    case Type::kInt64:
    case Type::kDuration:
      return "l";
    default:
      return "u";
  }
}

void FillSchema(std::string format, std::string name, size_t children, ArrowSchema* schema) {
  auto owned = std::make_unique<OwnedSchema>();
  owned->format = std::move(format);
  owned->name = std::move(name);
  owned->children.resize(children);
  for (ArrowSchema& child : owned->children) owned->pointers.push_back(&child);
  *schema = {};
  schema->format = owned->format.c_str();
  schema->name = owned->name.c_str();
  schema->flags = ARROW_FLAG_NULLABLE;
  schema->n_children = static_cast<int64_t>(children);
  schema->children = owned->pointers.data();
  schema->release = ReleaseSchema;
  schema->private_data = owned.release();
}

struct Stream {
  std::vector<SqlColumn> columns;
  std::unique_ptr<RowSource> source;
  int64_t last_rows = 0;  // of a batch; the next has about as many
  std::shared_ptr<absl::Status> failure = std::make_shared<absl::Status>();
  std::string last_error;
};

Stream& Of(ArrowArrayStream* stream) { return *static_cast<Stream*>(stream->private_data); }

int GetSchema(ArrowArrayStream* stream, ArrowSchema* schema) {
  const std::vector<SqlColumn>& columns = Of(stream).columns;
  FillSchema("+s", "", columns.size(), schema);
  for (size_t i = 0; i < columns.size(); ++i) {
    FillSchema(FormatOf(columns[i]), columns[i].name, 0, schema->children[i]);
  }
  return 0;
}

int GetNext(ArrowArrayStream* stream, ArrowArray* array) {
  Stream& state = Of(stream);
  *array = {};
  if (state.source == nullptr) return 0;
  RowBatch batch(state.columns, state.last_rows);
  const absl::StatusOr<bool> more = state.source->Next(batch);
  if (!more.ok()) {
    *state.failure = more.status();
    state.last_error = std::string(more.status().message());
    state.source = nullptr;
    return EIO;
  }
  if (!*more) state.source = nullptr;
  state.last_rows = batch.rows();
  if (batch.rows() > 0) batch.MoveTo(array);
  return 0;
}

const char* GetLastError(ArrowArrayStream* stream) { return Of(stream).last_error.c_str(); }

void ReleaseStream(ArrowArrayStream* stream) {
  delete static_cast<Stream*>(stream->private_data);
  *stream = {};
}

size_t WidthOf(Type type) {
  if (type == Type::kDate) return 4;
  return type == Type::kDecimal ? 16 : 8;
}

}  // namespace

void BatchColumn::Reserve(size_t rows) {
  if (rows == 0) return;
  constexpr size_t kUsualText = 12;
  const bool is_text = column_.type == Type::kString;
  validity_.reserve(rows / 8 + 1);
  data_.reserve(rows * (is_text ? kUsualText : WidthOf(column_.type)));
  if (is_text) offsets_.reserve(rows + 1);
}

void BatchColumn::Valid(bool valid) {
  if (rows_ % 8 == 0) validity_.push_back(0);
  if (valid) {
    validity_.back() |= static_cast<uint8_t>(1U << (rows_ % 8));
  } else {
    ++nulls_;
  }
  ++rows_;
}

void BatchColumn::Null() {
  Valid(false);
  if (column_.type == Type::kString) {
    offsets_.push_back(offsets_.back());
  } else if (column_.type == Type::kBool) {
    if ((rows_ - 1) % 8 == 0) data_.push_back(0);
  } else {
    data_.insert(data_.end(), WidthOf(column_.type), 0);
  }
}

void BatchColumn::Int(int64_t value) {
  Valid(true);
  if (column_.type == Type::kBool) {
    if ((rows_ - 1) % 8 == 0) data_.push_back(0);
    if (value != 0) data_.back() = static_cast<char>(data_.back() | (1 << ((rows_ - 1) % 8)));
    return;
  }
  const auto* bytes = reinterpret_cast<const char*>(&value);  // little-endian: a date is its half
  data_.insert(data_.end(), bytes, bytes + WidthOf(column_.type));
}

void BatchColumn::Double(double value) {
  Valid(true);
  const auto* bytes = reinterpret_cast<const char*>(&value);
  data_.insert(data_.end(), bytes, bytes + sizeof value);
}

void BatchColumn::Decimal(Int128 unscaled) {
  Valid(true);
  const auto* bytes = reinterpret_cast<const char*>(&unscaled);
  data_.insert(data_.end(), bytes, bytes + sizeof unscaled);
}

void BatchColumn::Text(std::string_view value) {
  Valid(true);
  data_.insert(data_.end(), value.begin(), value.end());
  offsets_.push_back(static_cast<int32_t>(data_.size()));
}

RowBatch::RowBatch(const std::vector<SqlColumn>& columns, int64_t rows) : declared_(columns) {
  for (const SqlColumn& column : columns) {
    columns_.emplace_back(column).Reserve(static_cast<size_t>(rows));
  }
}

int64_t RowBatch::bytes() const {
  size_t bytes = 0;
  for (const BatchColumn& column : columns_) {
    bytes += column.validity_.size() + column.data_.size() + 4 * column.offsets_.size();
  }
  return static_cast<int64_t>(bytes);
}

void RowBatch::MoveTo(ArrowArray* array) {
  auto whole = std::make_unique<Owned>();
  whole->buffers = {nullptr};
  whole->children.resize(columns_.size());
  const int64_t rows = this->rows();
  for (size_t i = 0; i < columns_.size(); ++i) {
    BatchColumn& column = columns_[i];
    auto owned = std::make_unique<Owned>();
    owned->validity = std::move(column.validity_);
    owned->data = std::move(column.data_);
    owned->buffers = {owned->validity.data()};
    if (column.column_.type == Type::kString) {
      owned->offsets = std::move(column.offsets_);
      owned->buffers.push_back(owned->offsets.data());
    }
    owned->data.reserve(1);  // never a null pointer
    owned->buffers.push_back(owned->data.data());
    ArrowArray& child = whole->children[i];
    child.length = rows;
    child.null_count = column.nulls_;
    child.n_buffers = static_cast<int64_t>(owned->buffers.size());
    child.buffers = owned->buffers.data();
    child.release = ReleaseArray;
    child.private_data = owned.release();
    whole->pointers.push_back(&child);
  }
  *array = {};
  array->length = rows;
  array->n_buffers = 1;
  array->buffers = whole->buffers.data();
  array->n_children = static_cast<int64_t>(whole->pointers.size());
  array->children = whole->pointers.data();
  array->release = ReleaseArray;
  array->private_data = whole.release();
  columns_.clear();
  for (const SqlColumn& column : declared_) columns_.emplace_back(column);
}

ArrowStream StreamOf(std::vector<SqlColumn> columns, std::unique_ptr<RowSource> source) {
  ArrowArrayStream stream{};
  stream.get_schema = GetSchema;
  stream.get_next = GetNext;
  stream.get_last_error = GetLastError;
  stream.release = ReleaseStream;
  auto state = std::make_unique<Stream>();
  state->columns = std::move(columns);
  state->source = std::move(source);
  const std::shared_ptr<const absl::Status> failure = state->failure;
  stream.private_data = state.release();
  return ArrowStream(&stream, failure);
}

}  // namespace madad::core
