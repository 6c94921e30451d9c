// The values of a fetched row, in the binary protocol's types.
#pragma once

#include <deque>
#include <vector>

#include <mysql.h>

#include "absl/status/status.h"

#include "adapters/sql/batch.h"

namespace madad::adapters::mysql {

// Where the rows of a statement are fetched to.
class Cells {
 public:
  // Binds a cell to each of the `width` columns that the statement returns.
  // Errors: INTERNAL when it returns another number of them.
  absl::Status Bind(MYSQL_STMT* statement, size_t width);
  // Appends the row that was fetched, in the types that the batch declares. Zero
  // dates are null.
  // Errors: OUT_OF_RANGE (FIGURE_OUT_OF_RANGE) for a number that does not fit.
  absl::Status MoveTo(sql::Batch& batch);

 private:
  struct Cell {
    enum_field_types type = MYSQL_TYPE_NULL;
    bool is_unsigned = false;
    long long integer = 0;
    double number = 0;
    MYSQL_TIME time{};
    std::vector<char> text;
    unsigned long length = 0;
    my_bool is_null = 0;
    my_bool is_cut = 0;
  };
  static MYSQL_BIND BindOf(Cell& cell);
  absl::Status FetchLong();
  static absl::Status Append(const Cell& cell, sql::BatchColumn& column);
  static absl::Status AppendInteger(const Cell& cell, sql::BatchColumn& column);
  static absl::Status AppendText(const Cell& cell, sql::BatchColumn& column);
  static absl::Status AppendTime(const Cell& cell, sql::BatchColumn& column);

  MYSQL_STMT* statement_ = nullptr;
  std::deque<Cell> cells_;  // their addresses stay
  std::vector<MYSQL_BIND> binds_;
};

}  // namespace madad::adapters::mysql
