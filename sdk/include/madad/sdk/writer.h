// What a model makes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "madad/sdk/column.h"
#include "madad/sdk/error.h"
#include "madad/sdk/type.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

// One output table. Append to every column, then EndRow(); or append whole columns, which must end
// up equally long. A column that is kept (`auto& owner = load.Text("owner")`) is found only once.
// Thread: one at a time.
class Writer {
 public:
  Writer(std::string name, std::vector<std::unique_ptr<sdk::Column>> columns)
      : name_(std::move(name)), columns_(std::move(columns)) {}
  Writer(Writer&&) noexcept = default;

  // The columns of the shape. Errors: MADAD_NOT_FOUND when the output has none of this name,
  // MADAD_FAILED_PRECONDITION when it has another type. Lifetime: the writer's.
  TextColumn& Text(std::string_view name) { return As<TextColumn>(name, Type::kString); }
  Int64Column& Int64(std::string_view name) { return As<Int64Column>(name, Type::kInt64); }
  DoubleColumn& Double(std::string_view name) { return As<DoubleColumn>(name, Type::kDouble); }
  BoolColumn& Bool(std::string_view name) { return As<BoolColumn>(name, Type::kBool); }
  DateColumn& Date(std::string_view name) { return As<DateColumn>(name, Type::kDate); }
  Int64Column& Timestamp(std::string_view name) { return As<Int64Column>(name, Type::kTimestamp); }
  Int64Column& Duration(std::string_view name) { return As<Int64Column>(name, Type::kDuration); }
  // Integers: the value times 10^scale.
  DecimalColumn& Decimal(std::string_view name) { return As<DecimalColumn>(name, Type::kDecimal); }
  // Of whatever type: for what was read with Reader::Any.
  sdk::Column& Any(std::string_view name);

  // Ends a row. Errors: MADAD_FAILED_PRECONDITION, naming a column that got no value, or two.
  void EndRow() {
    ++rows_;
    CheckRows();
  }

  const std::string& name() const { return name_; }
  size_t rows() const { return columns_.empty() ? 0 : columns_.front()->rows(); }

  // Gives up the columns. Errors: MADAD_FAILED_PRECONDITION when they are not equally long.
  std::vector<std::unique_ptr<sdk::Column>> Take() {
    rows_ = rows();
    CheckRows();
    return std::move(columns_);
  }

 private:
  void CheckRows() const {
    for (const auto& column : columns_) {
      if (column->rows() == rows_) continue;
      throw Error(MADAD_FAILED_PRECONDITION,
                  "output '" + name_ + "': column '" + column->name() + "' has " +
                      std::to_string(column->rows()) + " rows where " + std::to_string(rows_) +
                      " are expected; append one value (or Null) to every column of a row");
    }
  }
  template <typename C>
  C& As(std::string_view name, Type type) {
    sdk::Column& column = Any(name);
    if (column.type() == type) return static_cast<C&>(column);
    throw Error(MADAD_FAILED_PRECONDITION, "output '" + name_ + "': column '" + std::string(name) +
                                               "' is " + detail::TypeName(column.type()) +
                                               ", and the model writes it as " +
                                               detail::TypeName(type));
  }

  std::string name_;
  std::vector<std::unique_ptr<sdk::Column>> columns_;
  size_t rows_ = 0;
};

inline sdk::Column& Writer::Any(std::string_view name) {
  for (const auto& column : columns_) {
    if (column->name() == name) return *column;
  }
  throw Error(MADAD_NOT_FOUND,
              "output '" + name_ + "' has no column '" + std::string(name) + "' in the shape");
}

// A model's outputs, by the names of its shape.
class Writers {
 public:
  explicit Writers(std::vector<Writer> writers) : writers_(std::move(writers)) {}

  // Errors: MADAD_NOT_FOUND when the shape has no such output.
  Writer& operator[](std::string_view name) {
    for (Writer& writer : writers_) {
      if (writer.name() == name) return writer;
    }
    throw Error(MADAD_NOT_FOUND, "the model's shape has no output '" + std::string(name) + "'");
  }
  std::vector<Writer>& all() { return writers_; }

 private:
  std::vector<Writer> writers_;
};

}  // namespace madad::sdk
#pragma GCC visibility pop
