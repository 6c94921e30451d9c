// Scans to PostgreSQL's SQL.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "adapters/sql/dialect.h"

namespace madad::adapters::postgresql {

class PostgresDialect : public sql::SqlDialect {
 protected:
  std::unique_ptr<sql::ExprPrinter> MakePrinter(
      std::vector<core::Value>& parameters) const override;
  std::string Sent(const std::string& sql, core::Type type, int32_t scale,
                   sql::ExprPrinter& printer) const override;
};

}  // namespace madad::adapters::postgresql
