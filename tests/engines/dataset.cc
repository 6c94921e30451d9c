#include "engines/dataset.h"

#include <optional>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"

namespace madad::engines {
namespace {

using core::Type;
using madad::testing::Row;
using madad::testing::TableRows;
using Field = std::optional<std::string>;

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

class Maker {
 public:
  explicit Maker(uint32_t seed) : random_(seed) {}

  int Below(int limit) { return static_cast<int>(random_() % static_cast<uint32_t>(limit)); }
  bool OneIn(int n) { return Below(n) == 0; }
  template <typename T>
  const T& Any(const std::vector<T>& of) {
    return of[static_cast<size_t>(Below(static_cast<int>(of.size())))];
  }

  Field Text(int nulls = 8) {
    if (OneIn(nulls)) return std::nullopt;
    return Any(OddTexts());
  }
  // A local time of 2024, often around the days when Israel's and America's clocks change.
  absl::CivilSecond Time() {
    static const std::vector<absl::CivilDay> changes = {
        absl::CivilDay(2024, 2, 29), absl::CivilDay(2024, 3, 10), absl::CivilDay(2024, 3, 29),
        absl::CivilDay(2024, 10, 27), absl::CivilDay(2024, 11, 3)};
    const absl::CivilDay day =
        OneIn(3) ? Any(changes) + (Below(3) - 1) : absl::CivilDay(2024) + Below(366);
    return absl::CivilSecond(day) + Below(86'400);
  }
  Field After(const Field& start, absl::CivilSecond from, int one_in) {
    if (!start || OneIn(one_in)) return std::nullopt;
    // Sometimes before it.
    return Shown(from + (Below(40 * 86'400) - 86'400));
  }
  std::string Shown(absl::CivilSecond time) {
    std::string text = absl::FormatCivilTime(time);
    text[10] = ' ';
    return OneIn(4) ? absl::StrCat(text, absl::StrFormat(".%06d", Below(1'000'000))) : text;
  }

  Row Lead(int id) {
    const absl::CivilSecond created = Time();
    const Field at = Shown(created);
    const Field mql = After(at, created, 2);
    const Field sql = After(mql, created, 2);
    const Field deal = After(sql, created, 3);
    const Field won = After(deal, created, 2);
    return {absl::StrCat("L", id),
            at,
            Text(),
            Text(3),
            Text(20),
            OneIn(6) ? Field() : Field(absl::StrCat(Below(5'000) - 100)),
            After(at, created, 3),
            mql,
            sql,
            deal,
            won};
  }

  Row Opportunity(int id, int leads) {
    const absl::CivilSecond created = Time();
    const Field at = Shown(created);
    const Field closed = After(at, created, 4);
    static const std::vector<std::string> outcomes = {"Closed Won", "Closed Lost", "closed won"};
    const Field amount =
        OneIn(9) ? Field()
                 : Field(absl::StrFormat("%d.%02d", Below(2'000'000) - 1'000, Below(100)));
    return {absl::StrCat("O", id),
            at,
            closed,
            closed ? Field(Any(outcomes)) : Field(),
            amount,
            OneIn(5) ? Field() : Field(absl::StrFormat("%.3f", Below(1001) / 1000.0)),
            OneIn(5) ? Field() : Field(absl::StrCat("L", Below(leads + 20))),
            Text(),
            Text(4),
            Text(2)};
  }

 private:
  std::mt19937 random_;
};

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
  for (int i = 0; i < leads; ++i) first.rows.push_back(maker.Lead(i));
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
  for (int i = 0; i < leads / 2; ++i) second.rows.push_back(maker.Opportunity(i, leads));
  return {std::move(first), std::move(second)};
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
stages:
  lead:
    - {id: lead, at: created_at}
    - {id: mql, at: mql_at}
    - {id: sql, at: sql_at}
    - {id: opportunity, at: opportunity_at}
    - {id: won, at: won_at}
dimensions:
  source: {leads: source, opportunities: lead.source}
  region: {leads: region, opportunities: lead.region}
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
