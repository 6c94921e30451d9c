// Scans to SQL, as most engines read it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sql/expr_printer.h"
#include "core/dialect.h"

namespace madad::adapters::sql {

// SELECT ... FROM ... LEFT JOIN ... WHERE ... GROUP BY, with an engine's own
// expressions.
// Thread: any, at the same time.
class SqlDialect : public core::Dialect {
 public:
  core::SqlStatement Print(const core::Scan& scan) const override;
  core::SqlStatement Print(const core::RowScan& scan) const override;
  // Business hours are known to the embedded store only.
  absl::Status CanPrint(const core::Expr& expr) const override;

 protected:
  // Lifetime: `parameters` outlives the printer.
  virtual std::unique_ptr<ExprPrinter> MakePrinter(std::vector<core::Value>& parameters) const = 0;
  // Looks at the aggregates before they are printed.
  virtual void Prepare(const core::Scan& scan, ExprPrinter& printer) const;
  // A group's or an aggregate's value as it is sent.
  virtual std::string Sent(const std::string& sql, core::Type type, int32_t scale,
                           ExprPrinter& printer) const;
  // A value of rows in the type that they declare.
  virtual std::string Declared(const std::string& sql, core::Type type, int32_t scale,
                               ExprPrinter& printer) const;
  // ORDER BY of one key, nulls last.
  virtual std::string OrderKey(size_t position, core::Type type, bool descending) const;
  // `schema`.`table` as the catalog writes it, quoted; or the owner's query in brackets.
  virtual std::string PrintRelation(const core::ScanRelation& relation,
                                    const ExprPrinter& printer) const;
  // Whether the two compare as their declared types do.
  virtual bool JoinsAsItIs(const core::SourceColumn& key, const core::SourceColumn& on) const;
  // Where they do not: what else must hold for the two (printed), so that the engine
  // finds the rows by an index; ends with AND.
  virtual std::string JoinHint(const core::SourceColumn& key, const std::string& key_sql,
                               const core::SourceColumn& on, const std::string& on_sql) const;
  // LIMIT and OFFSET; 0: none.
  virtual std::string PrintLimit(int64_t limit, int64_t offset) const;
  // Where the engine names the groups it groups by.
  virtual std::string PrintGroupBy(const std::vector<std::string>& groups) const;

  std::string PrintFrom(const std::vector<core::ScanRelation>& relations,
                        ExprPrinter& printer) const;
  std::string PrintWhere(const std::vector<core::ExprPtr>& filters, ExprPrinter& printer) const;
  std::string PrintGroup(const core::ScanGroup& group, ExprPrinter& printer) const;

 private:
  std::string PrintPart(const core::RowScan& scan, const core::RowScan::Part& part,
                        ExprPrinter& printer) const;
  std::string PrintOrder(const core::RowScan& scan) const;
};

// A relation as its engine has it: `quote`d names, or the owner's query in brackets.
// Requires: it is in place.
std::string RelationText(const core::ScanRelation& relation,
                         const std::function<std::string(std::string_view)>& quote);

// What a scan returns: g0, g1, ..., a0, a1, ...
std::vector<core::SqlColumn> ColumnsOf(const core::Scan& scan);

}  // namespace madad::adapters::sql
