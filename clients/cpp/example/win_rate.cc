// The smallest program that asks a Madad server: win rate by a dimension.
#include <iostream>

#include "madad/client/client.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: win_rate SERVER DIMENSION\n";
    return 2;
  }
  const auto client = madad::client::Client::Connect(argv[1]);
  madad::v1::QueryRequest request;
  request.add_metrics("conversion.win_rate");
  request.add_dimensions(argv[2]);
  const auto answer = client.Query(request);
  if (!answer.ok()) {
    std::cerr << answer.error().message << '\n';
    return 1;
  }
  // Columns are packed: one array of values each. A dimension first, then the metric.
  const auto& groups = answer->columns(0).string_values();
  const auto& rates = answer->columns(1).double_values();
  for (int row = 0; row < groups.size(); ++row) {
    std::cout << groups[row] << ' ' << rates[row] << '\n';
  }
}
