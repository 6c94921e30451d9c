#include "registry/check_batch.h"

#include <cmath>
#include <cstring>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "core/utf8.h"
#include "core/value.h"
#include "registry/errors.h"
#include "registry/names.h"

namespace madad::registry {
namespace {

using core::Type;

absl::Status Invalid(const core::ModelOutput& output, const std::string& problem) {
  return LoadError(absl::StatusCode::kInternal, kModelOutputInvalid,
                   absl::StrCat("its output '", output.name, "' ", problem),
                   {{"output", output.name}});
}

absl::Status InvalidColumn(const core::ModelOutput& output, size_t column,
                           const std::string& problem) {
  return Invalid(output,
                 absl::StrCat("has a column '", output.columns[column].name, "' ", problem));
}

std::string_view TextOf(const char* text) {
  return text == nullptr ? std::string_view() : std::string_view(text);
}

bool IsText(std::string_view format) { return format == "u" || format == "U"; }

bool IsInteger(std::string_view format) {
  return format.size() == 1 && std::string_view("cCsSiIl").find(format[0]) != format.npos;
}

// Whether an Arrow format carries a column of the type.
bool Carries(const ArrowSchema& schema, Type type, int32_t scale) {
  const std::string_view format = TextOf(schema.format);
  if (schema.dictionary != nullptr) {
    return type == Type::kString && IsText(TextOf(schema.dictionary->format)) &&
           IsInteger(format) && format != "l";
  }
  switch (type) {
    case Type::kBool:
      return format == "b";
    case Type::kInt64:
      return IsInteger(format);
    case Type::kDouble:
      return format == "g";
    case Type::kString:
      return IsText(format);
    case Type::kDate:
      return format == "tdD";
    case Type::kTimestamp:
      return format.starts_with("tsu:");
    case Type::kDuration:
      return format == "tDu" || IsInteger(format);
    case Type::kDecimal:
      return format.starts_with("d:") && (format.ends_with(absl::StrCat(",", scale)) ||
                                          format.ends_with(absl::StrCat(",", scale, ",128")));
    case Type::kNull:
      return false;
  }
  return false;
}

bool CarriesSomething(const ArrowSchema& schema) {
  for (const Type type : {Type::kBool, Type::kInt64, Type::kDouble, Type::kString, Type::kDate,
                          Type::kTimestamp, Type::kDuration}) {
    if (Carries(schema, type, 0)) return true;
  }
  return TextOf(schema.format).starts_with("d:");
}

std::string Expected(const core::ModelOutputColumn& column) {
  if (!column.like.empty()) return absl::StrCat("the type of ", column.like);
  std::string name(core::TypeName(column.type));
  return column.type == Type::kDecimal ? absl::StrCat(name, " of scale ", column.scale) : name;
}

// How many buffers an array of this format has, validity included.
int64_t BufferCount(std::string_view format) { return IsText(format) ? 3 : 2; }

bool IsValid(const ArrowArray& array, int64_t row) {
  const auto* bits = static_cast<const uint8_t*>(array.buffers[0]);
  const int64_t bit = row + array.offset;
  return bits == nullptr || ((bits[bit / 8] >> (bit % 8)) & 1) != 0;
}

template <typename Offset>
std::string TextProblem(const ArrowArray& array, int64_t end) {
  const auto at = [&array](int64_t row) {
    Offset offset = 0;
    std::memcpy(&offset,
                static_cast<const char*>(array.buffers[1]) +
                    static_cast<size_t>(row + array.offset) * sizeof(Offset),
                sizeof(Offset));
    return offset;
  };
  for (int64_t row = 0; row < end; ++row) {
    const Offset from = at(row);
    const Offset to = at(row + 1);
    if (from < 0 || to < from) return "whose texts end before they begin";
    if (to == from || !IsValid(array, row)) continue;
    if (array.buffers[2] == nullptr) return "without its texts";
    const std::string_view text(static_cast<const char*>(array.buffers[2]) + from,
                                static_cast<size_t>(to - from));
    if (core::FindInvalidUtf8(text) != text.npos) {
      return absl::StrCat("with a text that is not UTF-8: '", Printable(text), "'");
    }
  }
  return "";
}

std::string DoubleProblem(const ArrowArray& array, int64_t end) {
  for (int64_t row = 0; row < end; ++row) {
    double value = 0;
    std::memcpy(&value,
                static_cast<const char*>(array.buffers[1]) +
                    static_cast<size_t>(row + array.offset) * sizeof(double),
                sizeof(double));
    if (!std::isfinite(value) && IsValid(array, row)) {
      return "with a number that is not finite; make it null";
    }
  }
  return "";
}

// Returns what is wrong with rows 0 .. `end` of a column; empty when nothing is.
std::string ArrayProblem(const ArrowArray* array, const ArrowSchema& schema, int64_t end) {
  const std::string_view format = TextOf(schema.format);
  if (array == nullptr) return "that is missing";
  if (array->offset < 0 || array->length < end) return "with fewer rows than its batch";
  if (array->n_buffers < BufferCount(format) || array->buffers == nullptr) {
    return "with too few buffers";
  }
  if (end > 0 && array->buffers[1] == nullptr) return "without its values";
  if (format == "u") return TextProblem<int32_t>(*array, end);
  if (format == "U") return TextProblem<int64_t>(*array, end);
  if (format == "g") return DoubleProblem(*array, end);
  if (schema.dictionary == nullptr) return "";
  if (array->dictionary == nullptr) return "without its dictionary";
  return ArrayProblem(array->dictionary, *schema.dictionary, array->dictionary->length);
}

}  // namespace

absl::Status CheckSchema(const ArrowSchema& schema, const core::ModelOutput& output) {
  if (TextOf(schema.format) != "+s") {
    return Invalid(output, absl::StrCat("is Arrow '", Printable(TextOf(schema.format)),
                                        "', expected the struct '+s'"));
  }
  std::vector<std::string> expected, found;
  for (const core::ModelOutputColumn& column : output.columns) expected.push_back(column.name);
  for (int64_t i = 0; i < schema.n_children; ++i) {
    found.push_back(Printable(TextOf(schema.children[i]->name)));
  }
  if (found != expected) {
    return Invalid(output, absl::StrCat("has the columns ", absl::StrJoin(found, ", "),
                                        "; its shape says ", absl::StrJoin(expected, ", ")));
  }
  for (size_t i = 0; i < expected.size(); ++i) {
    const ArrowSchema& child = *schema.children[i];
    const core::ModelOutputColumn& column = output.columns[i];
    const bool fits =
        column.like.empty() ? Carries(child, column.type, column.scale) : CarriesSomething(child);
    if (fits) continue;
    return InvalidColumn(output, i,
                         absl::StrCat("of the Arrow type '", Printable(TextOf(child.format)),
                                      "'; its shape says ", Expected(column)));
  }
  return absl::OkStatus();
}

absl::Status CheckBatch(const ArrowArray& batch, const ArrowSchema& schema,
                        const core::ModelOutput& output) {
  if (batch.length < 0 || batch.offset < 0 || batch.n_children != schema.n_children ||
      batch.children == nullptr) {
    return Invalid(output, "has a batch that is not as its schema says");
  }
  for (size_t i = 0; i < output.columns.size(); ++i) {
    const std::string problem =
        ArrayProblem(batch.children[i], *schema.children[i], batch.offset + batch.length);
    if (!problem.empty()) return InvalidColumn(output, i, problem);
  }
  return absl::OkStatus();
}

}  // namespace madad::registry
