#include "unit/rpc/arrow_rows.h"

#include <utility>

namespace madad::testing {
namespace {

// What the C structs of one stream point into; they share it and die with the
// last of them.
struct Batch {
  struct Column {
    ArrowSchema schema{};
    ArrowArray array{};
    std::vector<int32_t> narrow;  // offsets of texts, or days
    std::string text;
    std::vector<uint8_t> validity;  // a bit a row
    std::vector<const void*> buffers;
  };
  std::vector<ArrowColumn> source;
  std::vector<Column> columns;
  std::vector<ArrowSchema*> schemas;
  std::vector<ArrowArray*> arrays;
  const void* no_validity = nullptr;
  int64_t rows = 0;
  bool given = false;
};
using Holder = std::shared_ptr<Batch>;

template <typename T>
void Release(T* one) {
  delete static_cast<Holder*>(one->private_data);
  one->release = nullptr;
}

void Fill(const ArrowColumn& from, int64_t rows, Batch::Column& to) {
  to.schema = {.format = from.format.c_str(), .name = "", .release = [](ArrowSchema*) {}};
  if (from.format == "u") {
    to.narrow.push_back(0);
    for (const std::string& one : from.texts) {
      to.text += one;
      to.narrow.push_back(static_cast<int32_t>(to.text.size()));
    }
    to.buffers = {nullptr, to.narrow.data(), to.text.data()};
  } else if (from.format == "tdD") {
    to.narrow.assign(from.integers.begin(), from.integers.end());
    to.buffers = {nullptr, to.narrow.data()};
  } else if (from.format == "g") {
    to.buffers = {nullptr, from.doubles.data()};
  } else {
    to.buffers = {nullptr, from.integers.data()};
  }
  if (!from.nulls.empty()) {
    to.validity.assign(static_cast<size_t>(rows / 8 + 1), 0xff);
    for (const size_t row : from.nulls) {
      to.validity[row / 8] = static_cast<uint8_t>(to.validity[row / 8] & ~(1U << (row % 8)));
    }
    to.buffers[0] = to.validity.data();
  }
  to.array = {.length = rows,
              .null_count = static_cast<int64_t>(from.nulls.size()),
              .n_buffers = static_cast<int64_t>(to.buffers.size()),
              .buffers = to.buffers.data(),
              .release = [](ArrowArray*) {}};
}

int GetSchema(ArrowArrayStream* stream, ArrowSchema* out) {
  const Holder& batch = *static_cast<Holder*>(stream->private_data);
  *out = {.format = "+s",
          .name = "",
          .n_children = static_cast<int64_t>(batch->schemas.size()),
          .children = batch->schemas.data(),
          .release = Release<ArrowSchema>,
          .private_data = new Holder(batch)};
  return 0;
}

int GetNext(ArrowArrayStream* stream, ArrowArray* out) {
  const Holder& batch = *static_cast<Holder*>(stream->private_data);
  *out = {};
  if (std::exchange(batch->given, true)) return 0;
  *out = {.length = batch->rows,
          .n_buffers = 1,
          .n_children = static_cast<int64_t>(batch->arrays.size()),
          .buffers = &batch->no_validity,
          .children = batch->arrays.data(),
          .release = Release<ArrowArray>,
          .private_data = new Holder(batch)};
  return 0;
}

}  // namespace

core::ArrowStream ToArrow(std::vector<ArrowColumn> columns, int64_t rows) {
  auto batch = std::make_shared<Batch>();
  batch->rows = rows;
  batch->source = std::move(columns);
  batch->columns.resize(batch->source.size());
  for (size_t i = 0; i < batch->columns.size(); ++i) {
    Fill(batch->source[i], rows, batch->columns[i]);
    batch->schemas.push_back(&batch->columns[i].schema);
    batch->arrays.push_back(&batch->columns[i].array);
  }
  ArrowArrayStream stream{.get_schema = GetSchema,
                          .get_next = GetNext,
                          .get_last_error = [](ArrowArrayStream*) -> const char* { return ""; },
                          .release = Release<ArrowArrayStream>,
                          .private_data = new Holder(batch)};
  return core::ArrowStream(&stream);
}

}  // namespace madad::testing
