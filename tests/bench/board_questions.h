// The board's questions as Madad is asked them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "madad/v1/metric_service.pb.h"

namespace madad::bench {

// The catalog over leads.parquet, orders.parquet and costs.parquet beside it.
extern const std::string_view kBoardCatalog;

// A question, and how its answer compares with that of the SQL of the same name.
struct Question {
  std::string name;
  v1::QueryRequest request;
  // For each column of the SQL's answer: the answer's column, and what one unit
  // of it is worth in the SQL's.
  struct Compared {
    std::string column;
    double scale = 1;
  };
  std::vector<Compared> columns;
};

std::vector<Question> BoardQuestions();

}  // namespace madad::bench
