#include "engines/dataset.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "engines/maker.h"
#include "engines/money.h"

namespace madad::engines {
namespace {

using core::Type;
using madad::testing::Row;
using madad::testing::TableRows;

std::string Line(const Row& fields) {
  return absl::StrCat(
      absl::StrJoin(
          fields, ",",
          [](std::string* out, const Field& field) {
            if (!field) return;
            absl::StrAppend(out, "\"", absl::StrReplaceAll(*field, {{"\"", "\"\""}}), "\"");
          }),
      "\n");
}

Row Lead(Maker& make, int id) {
  const absl::CivilSecond created = make.Time();
  const Field at = make.Shown(created);
  const Field mql = make.After(at, created, 2);
  const Field sql = make.After(mql, created, 2);
  const Field deal = make.After(sql, created, 3);
  const Field won = make.After(deal, created, 2);
  return {absl::StrCat("L", id),
          at,
          make.Text(),
          make.Text(3),
          make.Text(20),
          make.OneIn(6) ? Field() : Field(absl::StrCat(make.Below(5'000) - 100)),
          make.After(at, created, 3),
          mql,
          sql,
          deal,
          won};
}

Row Opportunity(Maker& make, int id, int leads) {
  const absl::CivilSecond created = make.Time();
  const Field at = make.Shown(created);
  const Field closed = make.After(at, created, 4);
  static const std::vector<std::string> outcomes = {"Closed Won", "Closed Lost", "closed won"};
  const Field amount = make.Amount(-1'000, 1'999'000, 9);
  return {absl::StrCat("O", id),
          at,
          closed,
          closed ? Field(make.Any(outcomes)) : Field(),
          amount,
          make.OneIn(5) ? Field() : Field(absl::StrFormat("%.3f", make.Below(1001) / 1000.0)),
          make.OneIn(5) ? Field() : Field(absl::StrCat("L", make.Below(leads + 20))),
          make.Text(),
          make.Text(4),
          make.Text(2)};
}

}  // namespace

const std::vector<std::string>& OddTexts() {
  static const auto& texts = *new std::vector<std::string>{"web",
                                                           "Web",
                                                           "web ",
                                                           "WEB",
                                                           "פייסבוק",
                                                           "גוגל",
                                                           "100%",
                                                           "a_b",
                                                           "axb",
                                                           "O'Brien",
                                                           "\"q\"",
                                                           "back\\slash",
                                                           "x; DROP TABLE leads; --",
                                                           "' OR '1'='1",
                                                           "İstanbul",
                                                           "ß",
                                                           "é",
                                                           "é",
                                                           "?",
                                                           "$1",
                                                           "{p0:String}",
                                                           "\t",
                                                           "null",
                                                           "NULL",
                                                           "0",
                                                           "Ω",
                                                           "𝄞"};
  return texts;
}

std::vector<TableRows> MakeDataset(uint32_t seed, int leads) {
  Maker maker(seed);
  const auto times = [](std::vector<core::Column> columns, const std::vector<std::string>& names) {
    for (const std::string& name : names)
      columns.push_back({.name = name, .type = Type::kTimestamp});
    return columns;
  };
  TableRows first{"leads",
                  times({{.name = "lead_id"},
                         {.name = "created_at", .type = Type::kTimestamp},
                         {.name = "source"},
                         {.name = "region"},
                         {.name = "owner"},
                         {.name = "company_size", .type = Type::kInt64}},
                        {"first_response_at", "mql_at", "sql_at", "opportunity_at", "won_at"}),
                  {},
                  "lead_id"};
  for (int i = 0; i < leads; ++i) first.rows.push_back(Lead(maker, i));
  TableRows second{"opportunities",
                   {{.name = "opportunity_id"},
                    {.name = "created_at", .type = Type::kTimestamp},
                    {.name = "closed_at", .type = Type::kTimestamp},
                    {.name = "outcome"},
                    {.name = "amount", .type = Type::kDecimal, .scale = 2},
                    {.name = "probability", .type = Type::kDouble},
                    {.name = "lead_id"},
                    {.name = "owner"},
                    {.name = "product"},
                    {.name = "lost_reason"}},
                   {},
                   "opportunity_id"};
  for (int i = 0; i < leads / 2; ++i) second.rows.push_back(Opportunity(maker, i, leads));
  std::vector<TableRows> tables = MakeMoney(seed + 1, leads / 4, leads);
  tables.insert(tables.begin(), {std::move(first), std::move(second)});
  return tables;
}

std::string ToCsv(const TableRows& table) {
  Row header;
  for (const core::Column& column : table.columns) header.push_back(column.name);
  std::string text = Line(header);
  for (const Row& row : table.rows) text += Line(row);
  return text;
}

std::string CatalogText(const std::string& source, const std::string& place,
                        const std::string& ending) {
  return absl::StrCat("sources:\n  db: ", source, R"(
tables:
  leads:
    source: db
    )",
                      place, ": leads", ending, R"(
    entity: lead
    key: lead_id
    columns:
      lead_id: lead_id
      created_at: {type: timestamp}
      source: {from: source, values: {"100%": percent, "O'Brien": "it''s"}, nulls: ["null"]}
      region: region
      owner: owner
      company_size: {type: int64}
      first_response_at: {type: timestamp}
      mql_at: {type: timestamp}
      sql_at: {type: timestamp}
      opportunity_at: {type: timestamp}
      won_at: {type: timestamp}
  opportunities:
    source: db
    )",
                      place, ": opportunities", ending, R"yaml(
    entity: opportunity
    key: opportunity_id
    currency: ILS
    joins: {lead: {table: leads, on: lead_id}}
    columns:
      opportunity_id: opportunity_id
      created_at: {type: timestamp}
      closed_at: {type: timestamp}
      outcome: {from: outcome, values: {Closed Won: won, Closed Lost: lost}}
      amount: {type: decimal(2)}
      probability: {type: double}
      lead_id: lead_id
      owner: owner
      product: product
      lost_reason: lost_reason
  customers:
    source: db
    )yaml",
                      place, ": customers", ending, R"yaml(
    entity: customer
    key: customer_id
    joins: {lead: {table: leads, on: lead_id}}
    columns:
      customer_id: customer_id
      acquired_at: {type: timestamp}
      lead_id: lead_id
      source: source
      region: region
  orders:
    source: db
    )yaml",
                      place, ": orders", ending, R"yaml(
    entity: order
    key: order_id
    currency: ILS
    joins: {customer: {table: customers, on: customer_id}}
    columns:
      order_id: order_id
      customer_id: customer_id
      ordered_at: {type: timestamp}
      revenue: {type: decimal(2)}
      margin: {type: decimal(2)}
  costs:
    source: db
    )yaml",
                      place, ": costs", ending, R"yaml(
    currency: ILS
    columns:
      incurred_on: {type: date}
      source: source
      category: category
      amount: {type: decimal(2)}
stages:
  lead:
    - {id: lead, at: created_at}
    - {id: mql, at: mql_at}
    - {id: sql, at: sql_at}
    - {id: opportunity, at: opportunity_at}
    - {id: won, at: won_at}
dimensions:
  source:
    {leads: source, opportunities: lead.source, customers: source, orders: customer.source,
     costs: source}
  region:
    {leads: region, opportunities: lead.region, customers: lead.region, orders: customer.region}
  owner: {leads: owner, opportunities: owner}
  size_class: {leads: "CASE WHEN company_size > 1000 THEN 'large' WHEN company_size >= 0 THEN 'small' END"}
metrics:
  t.least_size: {from: leads, at: created_at, value: "min(company_size)", unit: count}
  t.sizes: {from: leads, at: created_at, value: "sum(company_size * company_size)", unit: count}
  t.spread: {from: leads, at: created_at, value: "stddev(company_size)", unit: count}
  t.first_owner: {from: leads, at: created_at, value: "count(DISTINCT lower(owner))", unit: count}
  t.share: {from: opportunities, at: created_at, value: "sum(amount * 0.5) / count(*)", unit: money}
)yaml");
}

}  // namespace madad::engines
