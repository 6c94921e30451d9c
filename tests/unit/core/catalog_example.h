// A small valid catalog.
#pragma once

#include "core/catalog.h"

namespace madad::core::testing {

inline Column MakeColumn(const std::string& name, Type type = Type::kString) {
  Column column;
  column.name = name;
  column.from = name;
  column.type = type;
  return column;
}

inline Column MakeVia(const std::string& name, const std::string& via, const std::string& from) {
  Column column = MakeColumn(name);
  column.via = via;
  column.from = from;
  return column;
}

inline void AddColumn(Table& table, const Column& column) { table.columns[column.name] = column; }

inline void AddJoin(Table& table, const std::string& name, const std::string& onto,
                    const std::string& on) {
  table.joins[name] = {.name = name, .table = onto, .on = on};
}

inline Table& AddTable(Catalog& catalog, const std::string& name, const std::string& key) {
  Table& table = catalog.tables[name];
  table.name = name;
  table.source = "crm";
  table.files = name + "*.csv";
  table.key = key;
  AddColumn(table, MakeColumn(key, Type::kInt64));
  return table;
}

// opportunities -lead-> leads -owner-> people, and `costs` on its own.
inline Catalog ExampleCatalog() {
  Catalog catalog;
  catalog.sources["crm"] = {
      .name = "crm", .kind = "files", .root = "/data", .timezone = "Asia/Jerusalem"};

  Table& people = AddTable(catalog, "people", "person_id");
  AddColumn(people, MakeColumn("region"));

  Table& leads = AddTable(catalog, "leads", "lead_id");
  AddColumn(leads, MakeColumn("created_at", Type::kTimestamp));
  AddColumn(leads, MakeColumn("source"));
  AddColumn(leads, MakeColumn("owner_id", Type::kInt64));
  AddColumn(leads, MakeVia("region", "owner", "region"));
  AddJoin(leads, "owner", "people", "owner_id");

  Table& opportunities = AddTable(catalog, "opportunities", "opportunity_id");
  AddColumn(opportunities, MakeColumn("lead_id", Type::kInt64));
  AddColumn(opportunities, MakeVia("region", "lead", "region"));
  AddJoin(opportunities, "lead", "leads", "lead_id");
  opportunities.currency = "ILS";

  Table& costs = AddTable(catalog, "costs", "cost_id");
  AddColumn(costs, MakeColumn("channel"));

  catalog.dimensions["source"] = {
      .name = "source", .paths = {{"costs", "channel"}}, .labels = {{"he", "מקור"}}};
  catalog.dimensions["region"] = {.name = "region", .paths = {}, .labels = {}};
  return catalog;
}

}  // namespace madad::core::testing
