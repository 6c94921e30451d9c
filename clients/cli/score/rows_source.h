// Rows of a CSV as messages to score.
#pragma once

#include <optional>
#include <string>

#include "cli/score/csv_reader.h"

#include "madad/client/error.h"
#include "madad/v1/model_service.pb.h"

namespace madad::cli {

// How many rows a message has; they are scored together.
inline constexpr int kRowsOfMessage = 1000;

// Reads records and types their values as the instance's columns are. A column that
// the instance does not have is sent as text, so that the server says all that is
// wrong with the columns at once.
class RowsSource {
 public:
  // Lifetime: both outlive this.
  RowsSource(const v1::ModelInstance& instance, CsvReader& csv) : instance_(instance), csv_(csv) {}

  // Returns the next message; nothing at the end, or when there is a fault. The
  // first has the columns, also when there are no rows.
  std::optional<v1::ScoreRequest> Next();

  // What is wrong with the file; nothing else is sent then.
  const std::optional<client::Error>& fault() const { return fault_; }

 private:
  bool ReadHeader();
  bool AddRow(const CsvReader::Record& record, v1::ScoreRequest* message);

  const v1::ModelInstance& instance_;
  CsvReader& csv_;
  std::optional<v1::ScoreRequest> columns_;  // a message without rows
  std::optional<client::Error> fault_;
  bool ended_ = false;
};

}  // namespace madad::cli
