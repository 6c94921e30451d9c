#include "core/arrow_reader.h"

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

__extension__ typedef __int128 Int128;

absl::Status Unexpected(const ResultColumn& column, std::string_view format) {
  return Error(absl::StatusCode::kInternal,
               Cat("column '", column.name, "' came back as Arrow type '", format, "', expected ",
                   TypeName(column.type)),
               {"ENGINE_TYPE_UNEXPECTED", {{"column", column.name}}, ""});
}

// One array with its validity.
class ArrayView {
 public:
  ArrayView(const ArrowArray& array, int64_t parent_offset)
      : array_(array), offset_(array.offset + parent_offset) {}

  bool IsValid(int64_t row) const {
    const auto* bits = static_cast<const uint8_t*>(array_.buffers[0]);
    if (bits == nullptr) return true;
    const int64_t bit = row + offset_;
    return ((bits[bit / 8] >> (bit % 8)) & 1) != 0;
  }
  template <typename T>
  T Fixed(int64_t row) const {
    T value;
    std::memcpy(&value,
                static_cast<const char*>(array_.buffers[1]) +
                    static_cast<size_t>(row + offset_) * sizeof(T),
                sizeof(T));
    return value;
  }
  bool Bit(int64_t row) const {
    const auto* bits = static_cast<const uint8_t*>(array_.buffers[1]);
    const int64_t bit = row + offset_;
    return ((bits[bit / 8] >> (bit % 8)) & 1) != 0;
  }
  template <typename Offset>
  std::string_view Text(int64_t row) const {
    const auto begin = Fixed<Offset>(row);
    const auto end = Fixed<Offset>(row + 1);
    return {static_cast<const char*>(array_.buffers[2]) + begin, static_cast<size_t>(end - begin)};
  }

 private:
  const ArrowArray& array_;
  int64_t offset_;
};

// Appends rows to a column of 64-bit integers; `get(row)` gives each value.
template <typename Get>
void AppendIntegers(const ArrayView& view, int64_t rows, ResultColumn& column, Get get) {
  auto& values = std::get<std::vector<int64_t>>(column.values);
  for (int64_t row = 0; row < rows; ++row) {
    const bool valid = view.IsValid(row);
    column.valid.push_back(valid ? 1 : 0);
    values.push_back(valid ? static_cast<int64_t>(get(row)) : 0);
  }
}

template <typename Get>
void AppendDoubles(const ArrayView& view, int64_t rows, ResultColumn& column, Get get) {
  auto& values = std::get<std::vector<double>>(column.values);
  for (int64_t row = 0; row < rows; ++row) {
    const bool valid = view.IsValid(row);
    column.valid.push_back(valid ? 1 : 0);
    values.push_back(valid ? static_cast<double>(get(row)) : 0);
  }
}

template <typename Offset>
void AppendTexts(const ArrayView& view, int64_t rows, ResultColumn& column) {
  auto& values = std::get<std::vector<std::string>>(column.values);
  for (int64_t row = 0; row < rows; ++row) {
    const bool valid = view.IsValid(row);
    column.valid.push_back(valid ? 1 : 0);
    values.emplace_back(valid ? view.Text<Offset>(row) : std::string_view());
  }
}

// Returns the texts of a dictionary; Unexpected when it holds something else.
absl::StatusOr<std::vector<std::string_view>> DictionaryTexts(const ArrowArray& dictionary,
                                                              std::string_view format,
                                                              const ResultColumn& column) {
  if (format != "u" && format != "U") return Unexpected(column, format);
  const ArrayView view(dictionary, 0);
  std::vector<std::string_view> texts;
  texts.reserve(static_cast<size_t>(dictionary.length));
  for (int64_t i = 0; i < dictionary.length; ++i) {
    texts.push_back(format == "u" ? view.Text<int32_t>(i) : view.Text<int64_t>(i));
  }
  return texts;
}

// Appends rows that are positions in `texts`, each an `Index`.
template <typename Index>
absl::Status AppendLookedUp(const ArrayView& view, int64_t rows,
                            const std::vector<std::string_view>& texts, ResultColumn& column) {
  auto& values = std::get<std::vector<std::string>>(column.values);
  for (int64_t row = 0; row < rows; ++row) {
    const bool valid = view.IsValid(row);
    const size_t position = valid ? view.Fixed<Index>(row) : 0;
    if (valid && position >= texts.size()) return Unexpected(column, "dictionary");
    column.valid.push_back(valid ? 1 : 0);
    values.emplace_back(valid ? texts[position] : std::string_view());
  }
  return absl::OkStatus();
}

// Appends a column of texts that an engine sends as positions in a dictionary.
absl::Status AppendDictionary(const ArrayView& view, const ArrowArray& dictionary, int64_t rows,
                              const ArrowSchema& schema, ResultColumn& column) {
  const std::string_view format = schema.format;
  if (column.type != Type::kString) return Unexpected(column, format);
  MADAD_ASSIGN_OR_RETURN(const std::vector<std::string_view> texts,
                         DictionaryTexts(dictionary, schema.dictionary->format, column));
  if (format == "c" || format == "C") return AppendLookedUp<uint8_t>(view, rows, texts, column);
  if (format == "s" || format == "S") return AppendLookedUp<uint16_t>(view, rows, texts, column);
  if (format == "i" || format == "I") return AppendLookedUp<uint32_t>(view, rows, texts, column);
  return Unexpected(column, format);
}

// Decimals of 128 bits whose value fits in 64.
absl::Status AppendDecimals(const ArrayView& view, int64_t rows, std::string_view format,
                            ResultColumn& column) {
  const std::vector<std::string> parts = absl::StrSplit(std::string(format.substr(2)), ',');
  int32_t scale = 0;
  const bool is_128 = parts.size() == 2 || (parts.size() == 3 && parts[2] == "128");
  if (!is_128 || !absl::SimpleAtoi(parts[1], &scale) || scale != column.scale) {
    return Unexpected(column, format);
  }
  auto& values = std::get<std::vector<int64_t>>(column.values);
  for (int64_t row = 0; row < rows; ++row) {
    const bool valid = view.IsValid(row);
    const Int128 wide = valid ? view.Fixed<Int128>(row) : 0;
    if (wide > INT64_MAX || wide < INT64_MIN) {
      return Error(absl::StatusCode::kOutOfRange,
                   Cat("a figure of column '", column.name, "' does not fit in 64 bits"),
                   {"FIGURE_OUT_OF_RANGE", {{"column", column.name}}, ""});
    }
    column.valid.push_back(valid ? 1 : 0);
    values.push_back(static_cast<int64_t>(wide));
  }
  return absl::OkStatus();
}

absl::Status AppendInteger(const ArrayView& view, int64_t rows, char format, ResultColumn& column) {
  const auto with = [&](auto example) {
    using T = decltype(example);
    AppendIntegers(view, rows, column, [&](int64_t row) { return view.Fixed<T>(row); });
    return absl::OkStatus();
  };
  switch (format) {
    case 'c':
      return with(int8_t{});
    case 'C':
      return with(uint8_t{});
    case 's':
      return with(int16_t{});
    case 'S':
      return with(uint16_t{});
    case 'i':
      return with(int32_t{});
    case 'I':
      return with(uint32_t{});
    case 'l':
      return with(int64_t{});
    default:
      return Unexpected(column, std::string_view(&format, 1));
  }
}

absl::Status AppendArray(const ArrayView& view, int64_t rows, std::string_view format,
                         ResultColumn& column) {
  const bool integers = std::holds_alternative<std::vector<int64_t>>(column.values);
  if (column.type == Type::kString) {
    if (format == "u") return AppendTexts<int32_t>(view, rows, column), absl::OkStatus();
    if (format == "U") return AppendTexts<int64_t>(view, rows, column), absl::OkStatus();
    return Unexpected(column, format);
  }
  if (column.type == Type::kDouble && format == "g") {
    AppendDoubles(view, rows, column, [&](int64_t row) { return view.Fixed<double>(row); });
    return absl::OkStatus();
  }
  if (!integers) return Unexpected(column, format);
  if (column.type == Type::kBool && format == "b") {
    AppendIntegers(view, rows, column, [&](int64_t row) { return view.Bit(row); });
    return absl::OkStatus();
  }
  if (column.type == Type::kDecimal && format.starts_with("d:")) {
    return AppendDecimals(view, rows, format, column);
  }
  if (column.type == Type::kDate && format == "tdD") return AppendInteger(view, rows, 'i', column);
  if (column.type == Type::kTimestamp && format.starts_with("tsu:")) {
    return AppendInteger(view, rows, 'l', column);
  }
  if (column.type == Type::kDuration && format == "tDu") {
    return AppendInteger(view, rows, 'l', column);
  }
  const bool plain = column.type == Type::kInt64 || column.type == Type::kDuration;
  if (plain && format.size() == 1) return AppendInteger(view, rows, format[0], column);
  return Unexpected(column, format);
}

absl::Status StreamError(ArrowStream& stream, int code) {
  if (absl::Status failure = stream.failure(); !failure.ok()) return failure;
  const char* message = stream.get()->get_last_error(stream.get());
  const std::string text = message == nullptr ? "no message" : message;
  return Error(absl::StatusCode::kInternal, Cat("reading the engine's result failed: ", text),
               {"ENGINE_STREAM_FAILED", {{"errno", Cat(code)}}, ""});
}

// Owns a schema or an array.
template <typename T>
struct Owned {
  T value{};
  Owned() = default;
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() {
    if (value.release != nullptr) value.release(&value);
  }
};

absl::Status AppendBatch(const ArrowArray& batch, const ArrowSchema& schema,
                         std::vector<ResultColumn>& columns) {
  for (size_t i = 0; i < columns.size(); ++i) {
    const ArrowArray& array = *batch.children[i];
    const ArrowSchema& type = *schema.children[i];
    const ArrayView view(array, batch.offset);
    MADAD_RETURN_IF_ERROR(
        type.dictionary != nullptr
            ? AppendDictionary(view, *array.dictionary, batch.length, type, columns[i])
            : AppendArray(view, batch.length, type.format, columns[i]));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ArrowBatches> ArrowBatches::Open(ArrowStream stream, size_t columns) {
  ArrowBatches batches(std::move(stream));
  ArrowArrayStream* raw = batches.stream_.get();
  if (const int code = raw->get_schema(raw, &batches.schema_); code != 0) {
    return StreamError(batches.stream_, code);
  }
  if (batches.schema_.n_children == static_cast<int64_t>(columns)) return batches;
  return Error(
      absl::StatusCode::kInternal,
      Cat("the engine returned ", batches.schema_.n_children, " columns, expected ", columns),
      {"ENGINE_TYPE_UNEXPECTED", {}, ""});
}

ArrowBatches::ArrowBatches(ArrowBatches&& other) noexcept
    : stream_(std::move(other.stream_)), schema_(std::exchange(other.schema_, {})) {}

ArrowBatches::~ArrowBatches() {
  if (schema_.release != nullptr) schema_.release(&schema_);
}

absl::StatusOr<int64_t> ArrowBatches::Next(std::vector<ResultColumn>& columns) {
  ArrowArrayStream* raw = stream_.get();
  Owned<ArrowArray> batch;
  if (const int code = raw->get_next(raw, &batch.value); code != 0) {
    return StreamError(stream_, code);
  }
  if (batch.value.release == nullptr) return -1;
  MADAD_RETURN_IF_ERROR(AppendBatch(batch.value, schema_, columns));
  return batch.value.length;
}

absl::Status ReadArrow(ArrowStream stream, const CallContext& call, int64_t max_rows,
                       std::vector<ResultColumn>& columns) {
  MADAD_ASSIGN_OR_RETURN(ArrowBatches batches,
                         ArrowBatches::Open(std::move(stream), columns.size()));
  int64_t rows = 0;
  while (true) {
    MADAD_RETURN_IF_ERROR(call.Check());
    MADAD_ASSIGN_OR_RETURN(const int64_t more, batches.Next(columns));
    if (more < 0) return absl::OkStatus();
    rows += more;
    if (rows <= max_rows) continue;
    return Error(absl::StatusCode::kResourceExhausted,
                 Cat("the answer has more than ", max_rows,
                     " groups; group by fewer dimensions, a coarser grain, or filter, or start the "
                     "server with a larger --max-groups"),
                 {"TOO_MANY_GROUPS", {{"limit", Cat(max_rows)}}, "dimensions"});
  }
}

}  // namespace madad::core
