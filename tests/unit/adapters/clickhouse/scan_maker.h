// Scans from texts.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "core/arrow_reader.h"
#include "core/dialect.h"
#include "core/expr/check.h"
#include "core/expr/parser.h"
#include "core/look.h"
#include "core/scan_scope.h"
#include "core/status.h"

namespace madad::adapters::clickhouse {

struct Asked {
  std::vector<std::string> groups;
  std::vector<std::string> aggregates;
  std::vector<std::string> filters;
  std::optional<core::Bucket> bucket;  // of the first group
};

// Tables with the relations that they are mapped onto.
class ScanMaker {
 public:
  // A table in `relation`; its key is its first column.
  core::Table& Add(const std::string& name, std::vector<core::Column> columns) {
    core::Table& table = catalog_.tables[name];
    table.name = name;
    table.source = "db";
    table.relation = name;
    table.key = columns.front().name;
    for (core::Column& column : columns) {
      if (column.from.empty()) column.from = column.name;
      table.columns[column.name] = column;
    }
    return table;
  }
  core::Catalog& catalog() { return catalog_; }

  // A relation without a server; `natives` by logical column.
  void Relate(const std::string& name, const std::map<std::string, std::string>& natives) {
    auto relation = std::make_shared<core::SourceRelation>();
    relation->relation = catalog_.tables.at(name).relation;
    for (const auto& [column, native] : natives) {
      relation->columns[column] = {catalog_.tables.at(name).columns.at(column), native, false, {}};
    }
    relations_[name] = std::move(relation);
  }
  // The relation as the source has it.
  absl::Status Map(const std::string& name, core::SqlSource& source) {
    MADAD_ASSIGN_OR_RETURN(relations_[name],
                           core::MapRelation(catalog_.tables.at(name), source, {}));
    return absl::OkStatus();
  }
  core::RowScan Rows(const std::string& table, const std::vector<std::string>& columns) {
    return core::AllRows(catalog_.tables.at(table), columns, relations_.at(table));
  }

  absl::StatusOr<core::Scan> Make(const std::string& name, const Asked& asked) {
    core::ScanScope scope(catalog_, catalog_.tables.at(name));
    core::Scan scan;
    for (const std::string& text : asked.groups) {
      MADAD_ASSIGN_OR_RETURN(core::ExprPtr expr, Typed(text, scope, false));
      scan.groups.push_back({std::move(expr), {}});
    }
    if (asked.bucket) scan.groups.at(0).bucket = asked.bucket;
    for (const std::string& text : asked.aggregates) {
      MADAD_ASSIGN_OR_RETURN(core::ExprPtr expr, Typed(text, scope, true));
      scan.aggregates.push_back(std::move(expr));
    }
    for (const std::string& text : asked.filters) {
      MADAD_ASSIGN_OR_RETURN(core::ExprPtr expr, Typed(text, scope, false));
      scan.filters.push_back(std::move(expr));
    }
    for (const core::ScanScope::Relation& relation : scope.relations()) {
      core::ScanRelation& added = scan.relations.emplace_back();
      added.in_place = relations_.at(relation.table->name);
      added.parent = relation.parent;
      if (relation.join == nullptr) continue;
      added.on = relation.join->on;
      added.key = relation.table->key;
    }
    return scan;
  }

 private:
  static absl::StatusOr<core::ExprPtr> Typed(const std::string& text, core::Scope& scope,
                                             bool aggregates) {
    MADAD_ASSIGN_OR_RETURN(const core::ExprPtr parsed, core::ParseExpression(text));
    return core::Check(parsed, text, scope, {.allow_aggregates = aggregates});
  }

  core::Catalog catalog_;
  std::map<std::string, std::shared_ptr<core::SourceRelation>> relations_;
};

}  // namespace madad::adapters::clickhouse
