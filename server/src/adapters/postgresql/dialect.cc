#include "adapters/postgresql/dialect.h"

#include "adapters/postgresql/expr_printer.h"

namespace madad::adapters::postgresql {

std::unique_ptr<sql::ExprPrinter> PostgresDialect::MakePrinter(
    std::vector<core::Value>& parameters) const {
  return std::make_unique<ExprPrinter>(parameters);
}

// Results come in binary, so their types must be these.
std::string PostgresDialect::Sent(const std::string& sql, core::Type type, int32_t scale,
                                  sql::ExprPrinter& printer) const {
  const std::string sent = printer.CastTo(sql, type, scale);
  return type == core::Type::kString ? printer.Ordered(sent) : sent;
}

}  // namespace madad::adapters::postgresql
