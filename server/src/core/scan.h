// One pass over one table: what a dialect prints and an adapter runs.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/adapter.h"
#include "core/catalog.h"
#include "core/expr/ast.h"
#include "core/query.h"
#include "core/zone.h"

namespace madad::core {

// A column that stays in its source's engine.
struct SourceColumn {
  Column column;       // its declaration
  std::string native;  // its type, as the engine names it
  bool lacks_zone = false;  // a time in the zone of its source
  // Added to a time that carries no zone to get UTC; empty: nothing to add.
  std::vector<OffsetSpan> offsets;
};

// A relation that stays in its source's engine, and what its columns are to the
// logical table.
struct SourceRelation {
  std::string relation;                         // `table` or `schema.table`
  std::string query;                            // or the owner's SQL
  std::map<std::string, SourceColumn> columns;  // by logical name
};

// A relation of a scan: the table itself, or one joined many-to-one.
struct ScanRelation {
  std::string schema;
  std::string relation;
  // Set: the relation is this one. Else it has the logical columns in their
  // declared types.
  std::shared_ptr<const SourceRelation> in_place;
  // For joins: the relation whose `on` column holds this one's `key`.
  int32_t parent = -1;
  std::string on;
  std::string key;
};

// How a time is put into buckets.
struct Bucket {
  Grain grain = Grain::kDay;
  WeekStart week_start = WeekStart::kMonday;
  int32_t fiscal_start = 1;  // month in which quarters and years begin
  std::string zone;          // IANA name; empty for dates
  // Added to the (UTC) time to get local time; empty: nothing to add.
  std::vector<OffsetSpan> offsets;
};

// A group key: the expression, or the first day of its bucket (a date).
struct ScanGroup {
  ExprPtr expr;
  std::optional<Bucket> bucket;
};

// SELECT groups, aggregates FROM relations[0] LEFT JOIN ... WHERE filters
// GROUP BY groups. Every expression is typed and its columns bound.
struct Scan {
  std::vector<ScanRelation> relations;
  std::vector<ScanGroup> groups;
  std::vector<ExprPtr> aggregates;
  std::vector<ExprPtr> filters;  // all must hold
};

// Rows as they are, instead of groups: what models read and tables list.
struct RowScan {
  // Rows of a relation with its joins; all parts have the same columns.
  struct Part {
    std::vector<ScanRelation> relations;
    std::vector<ExprPtr> columns;  // typed; an untyped null is of the column's type
    std::vector<ExprPtr> filters;  // all must hold
  };
  using Column = SqlColumn;
  struct Order {
    size_t column = 0;
    bool descending = false;
  };
  std::vector<Column> columns;
  std::vector<Part> parts;   // one after another
  std::vector<Order> order;  // nulls last
  int64_t offset = 0;
  int64_t limit = 0;  // 0: all
};

}  // namespace madad::core
