// Relations of a scan as ClickHouse joins them.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "adapters/clickhouse/expr_printer.h"
#include "core/scan.h"

namespace madad::adapters::clickhouse {

// Every joined relation is a subquery whose columns have names of ours: the old
// server knows them by no others. It also joins two relations at a time, so a
// third is joined there to a subquery of the first two.
//
// The joins are GLOBAL: where the first relation is spread over shards, each
// does its own part, and what is joined need be known to the first server only.
class Joins {
 public:
  // Lifetime: the arguments outlive it. `expressions` are lowered; they are
  // replaced by such whose columns are those of `relations()`. What of
  // `filters` is only of the first relation may move into its subquery.
  Joins(const std::vector<core::ScanRelation>& relations, ExprPrinter& printer,
        const std::vector<core::ExprPtr*>& expressions, std::vector<core::ExprPtr>& filters);
  Joins(const Joins&) = delete;
  Joins& operator=(const Joins&) = delete;

  // What stands after FROM. The printer's relations are then those of it.
  const std::string& from() const { return from_; }

 private:
  // A relation's column, by its logical name.
  using Name = std::pair<int32_t, std::string>;
  // Where a column is now: in which of the relations, under which name.
  struct Place {
    int32_t holder = 0;
    core::SourceColumn column;
  };
  struct Piece {
    std::string from;
    std::map<Name, Place> places;
  };

  void Collect(const core::Expr& expr);
  Piece Build(int32_t relation);
  void Attach(int32_t child, Piece& piece);
  void Wrap(int32_t relation, Piece& piece);
  static std::string Reference(const Place& place);
  std::string Select(const Piece& piece) const;
  void Show(const Piece& piece);
  std::string Column(const Piece& piece, const Name& name);
  core::ExprPtr Moved(const core::ExprPtr& expr, const Piece& piece) const;
  std::string Filters(const Piece& piece);

  const std::vector<core::ScanRelation>& relations_;
  ExprPrinter& printer_;
  std::vector<core::ExprPtr>& filters_;
  std::set<Name> used_;
  std::map<Name, std::string> names_;  // ours, of the used columns
  std::vector<core::ScanRelation> shown_;
  std::string from_;
};

}  // namespace madad::adapters::clickhouse
