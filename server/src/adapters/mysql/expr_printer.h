// Typed expressions to MySQL's SQL.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/mysql/places.h"
#include "adapters/mysql/ranked.h"
#include "adapters/sql/expr_printer.h"

namespace madad::adapters::mysql {

// What MariaDB and MySQL call differently.
struct Flavor {
  std::string by_code_point;  // a collation that knows no padding either
  std::string with_case;      // one whose lower() and upper() know new letters
};
const Flavor& FlavorOf(bool is_mariadb);

// Bools are 0 and 1; whole numbers may be decimals in between (sums are), and are
// held to 64 bits where they are read. Text is utf8mb4 in the order of code
// points. Sessions are in UTC, so a timestamp and a datetime are the same to every
// expression here; zero dates are null.
//
// Placeholders are printed as `PlaceOf` writes them.
class ExprPrinter : public sql::ExprPrinter {
 public:
  ExprPrinter(std::vector<core::Value>& parameters, const Flavor& flavor)
      : sql::ExprPrinter(parameters), flavor_(flavor) {}

  // Aggregates printed from now on are of `ranked`'s rows, which have their
  // arguments as columns. Lifetime: `ranked` outlives their printing.
  void Rank(Ranked& ranked) { ranked_ = &ranked; }

  std::string Bucket(const std::string& time, core::Type type, const core::Bucket& bucket) override;
  std::string Quote(std::string_view identifier) const override;
  std::string CastTo(const std::string& sql, core::Type type, int32_t scale) override;

 protected:
  std::string Placeholder(core::Value value, core::Type type) override;
  std::string Read(const std::string& reference, const core::SourceColumn& column) override;
  std::string Parsed(const std::string& text, core::Type type, int32_t scale) override;
  std::string Shift(const std::string& time, const std::vector<core::OffsetSpan>& offsets) override;
  std::string Nearest(const std::string& number) override;
  std::string Like(const std::string& text, const std::string& pattern, bool negated) override;
  std::string Elapsed(const std::string& a, core::Type a_type, const std::string& b,
                      core::Type b_type) override;
  std::string Move(const std::string& time, core::Type from, core::Type type,
                   const std::string& micros, int32_t months, bool back) override;
  std::string Extreme(bool greatest, const std::vector<std::string>& values) override;
  std::string Call(const core::Expr& expr, const std::vector<std::string>& arguments) override;
  std::string PrintAggregate(const core::Expr& expr) override;
  std::string Percentile(const core::Expr& expr) override;
  std::string ArgExtreme(bool greatest, const core::Expr& expr) override;

 private:
  std::string ReadNumber(const std::string& reference, const core::SourceColumn& column);
  std::string Round(const core::Expr& expr, const std::string& number);
  // An aggregate's argument, null where its filter does not hold.
  std::string Filtered(const core::Expr& aggregate, const std::string& argument);
  std::string Input(const std::string& argument);

  const Flavor& flavor_;
  Ranked* ranked_ = nullptr;
};

}  // namespace madad::adapters::mysql
