#include "bench/board_questions.h"

#include <utility>

namespace madad::bench {

const std::string_view kBoardCatalog = R"yaml(
sources:
  board: {kind: files, root: ., watch: never}
tables:
  leads:
    source: board
    files: leads.parquet
    entity: lead
    key: lead_id
    columns:
      lead_id: {type: int64}
      created_at: {type: timestamp}
      source: source
      region: region
      segment: segment
      owner: owner
      first_response_at: {type: timestamp}
      mql_at: {type: timestamp}
      sql_at: {type: timestamp}
      opportunity_at: {type: timestamp}
      closed_at: {type: timestamp}
      won: {type: bool}
      amount: {type: decimal(2)}
  orders:
    source: board
    files: orders.parquet
    key: order_id
    columns:
      order_id: {type: int64}
      customer_id: {type: int64}
      ordered_at: {type: timestamp}
      revenue: {type: decimal(2)}
  costs:
    source: board
    files: costs.parquet
    columns:
      day: {type: date}
      source: source
      amount: {type: decimal(2)}
dimensions:
  source: {}
  region: {}
  segment: {}
  owner: {}
  customer_id: {}
  response:
    leads: |-
      CASE WHEN first_response_at IS NULL THEN '5 none'
           WHEN first_response_at - created_at <= '5min' THEN '1 <=5min'
           WHEN first_response_at - created_at <= '1h' THEN '2 <=1h'
           WHEN first_response_at - created_at <= '1d' THEN '3 <=1d' ELSE '4 >1d' END
metrics:
  b.leads: {from: leads, at: created_at, value: count(DISTINCT lead_id), unit: count}
  b.mqls: {from: leads, at: created_at, value: count(mql_at), unit: count}
  b.sqls: {from: leads, at: created_at, value: count(sql_at), unit: count}
  b.opportunities: {from: leads, at: created_at, value: count(opportunity_at), unit: count}
  b.wins: {from: leads, at: created_at, value: count(*) FILTER (WHERE won), unit: count}
  b.closed: {from: leads, at: created_at, value: count(won), unit: count}
  b.lead_to_mql:
    {from: leads, at: created_at, numerator: count(mql_at), denominator: count(*), unit: ratio}
  b.mql_to_sql:
    {from: leads, at: created_at, numerator: count(sql_at), denominator: count(mql_at), unit: ratio}
  b.sql_to_opportunity:
    {from: leads, at: created_at, numerator: count(opportunity_at), denominator: count(sql_at), unit: ratio}
  b.opportunity_to_won:
    from: leads
    at: created_at
    numerator: count(*) FILTER (WHERE won)
    denominator: count(opportunity_at)
    unit: ratio
  b.won_rate:
    {from: leads, at: created_at, numerator: count(*) FILTER (WHERE won), denominator: count(*), unit: ratio}
  b.win_rate:
    {from: leads, at: created_at, numerator: count(*) FILTER (WHERE won), denominator: count(won), unit: ratio}
  b.cycle_mean:
    {from: leads, at: created_at, value: avg(closed_at - created_at), filter: won, unit: duration}
  b.cycle_median:
    {from: leads, at: created_at, value: median(closed_at - created_at), filter: won, unit: duration}
  b.response_p50:
    from: leads
    at: created_at
    value: "percentile(first_response_at - created_at, 0.5)"
    unit: duration
  b.response_p90:
    from: leads
    at: created_at
    value: "percentile(first_response_at - created_at, 0.9)"
    unit: duration
  b.cost: {from: costs, at: day, value: sum(amount), unit: money}
  b.wins_closed: {from: leads, at: closed_at, value: count(*) FILTER (WHERE won), unit: count}
  b.cac: {formula: b.cost / b.wins_closed, unit: ratio}
  b.cost_per_lead: {formula: b.cost / b.leads, unit: ratio}
  b.open:
    from: leads
    at: created_at
    value: count(*)
    unit: count
    filter: opportunity_at IS NOT NULL AND closed_at IS NULL
  b.open_value:
    from: leads
    at: created_at
    value: sum(amount)
    unit: money
    filter: opportunity_at IS NOT NULL AND closed_at IS NULL
  b.open_mean:
    from: leads
    at: created_at
    value: avg(amount)
    unit: ratio
    filter: opportunity_at IS NOT NULL AND closed_at IS NULL
  b.revenue:
    {from: leads, at: created_at, value: sum(amount) FILTER (WHERE won), unit: money}
  b.frequency: {from: orders, at: ordered_at, value: count(*) - 1, unit: count}
  b.recency:
    {from: orders, at: ordered_at, value: max(ordered_at) - min(ordered_at), unit: duration}
  b.age:
    from: orders
    at: ordered_at
    value: TIMESTAMP '2026-01-01 00:00:00' - min(ordered_at)
    unit: duration
  b.monetary:
    from: orders
    at: ordered_at
    value: "coalesce((sum(revenue) - arg_min(revenue, ordered_at)) / (count(*) - 1), 0)"
    unit: ratio
)yaml";

namespace {
constexpr double kSecond = 1e-6;
constexpr double kDay = 1e-6 / 86'400;

Question Ask(std::string name, std::vector<std::string> metrics,
             std::vector<std::string> dimensions, v1::Grain grain,
             std::vector<Question::Compared> columns) {
  Question question{.name = std::move(name), .columns = std::move(columns)};
  for (std::string& metric : metrics) question.request.add_metrics(std::move(metric));
  for (std::string& dimension : dimensions) {
    question.request.add_dimensions(std::move(dimension));
  }
  question.request.set_grain(grain);
  return question;
}

// The same columns in the same order.
std::vector<Question::Compared> Same(const std::vector<std::string>& names) {
  std::vector<Question::Compared> columns;
  for (const std::string& name : names) columns.push_back({name, 1});
  return columns;
}

Question Growth() {
  Question question = Ask(
      "q10_mom_growth", {"b.leads", "b.revenue"}, {}, v1::GRAIN_MONTH,
      Same({"period", "b.leads", "b.leads:change_ratio", "b.revenue", "b.revenue:change_ratio"}));
  question.request.set_comparison(v1::COMPARISON_PREVIOUS);
  return question;
}

Question TopSources() {
  Question question =
      Ask("q11_top_sources", {"b.closed", "b.wins", "b.win_rate"}, {"source"},
          v1::GRAIN_UNSPECIFIED, Same({"source", "b.closed", "b.wins", "b.win_rate"}));
  question.request.set_filter(
      "region IN ('UK', 'DACH', 'France', 'Nordics', 'Iberia') AND segment <> 'Public'");
  question.request.mutable_range()->set_from("2025-01-01");
  question.request.mutable_range()->set_to("2025-10-01");
  v1::Order& order = *question.request.add_order();
  order.set_column("b.win_rate");
  order.set_descending(true);
  question.request.set_limit(10);
  return question;
}

}  // namespace

std::vector<Question> BoardQuestions() {
  constexpr v1::Grain kNone = v1::GRAIN_UNSPECIFIED;
  return {
      Ask("q01_lead_volume", {"b.leads"}, {"source"}, v1::GRAIN_MONTH,
          Same({"period", "source", "b.leads"})),
      Ask("q02_funnel",
          {"b.leads", "b.mqls", "b.sqls", "b.opportunities", "b.wins", "b.lead_to_mql",
           "b.mql_to_sql", "b.sql_to_opportunity", "b.opportunity_to_won"},
          {"source"}, kNone,
          Same({"source", "b.leads", "b.mqls", "b.sqls", "b.opportunities", "b.wins",
                "b.lead_to_mql", "b.mql_to_sql", "b.sql_to_opportunity", "b.opportunity_to_won"})),
      Ask("q03_win_rate_owner", {"b.closed", "b.wins", "b.win_rate"}, {"owner"}, kNone,
          Same({"owner", "b.closed", "b.wins", "b.win_rate"})),
      Ask("q04_sales_cycle", {"b.cycle_mean", "b.cycle_median"}, {"region"}, kNone,
          {{"region", 1}, {"b.cycle_mean", kDay}, {"b.cycle_median", kDay}}),
      Ask("q05_response_pctl", {"b.response_p50", "b.response_p90"}, {}, kNone,
          {{"b.response_p50", kSecond}, {"b.response_p90", kSecond}}),
      Ask("q06_cac", {"b.cost", "b.wins_closed", "b.cac"}, {"source"}, v1::GRAIN_MONTH,
          Same({"source", "period", "b.cost", "b.wins_closed", "b.cac"})),
      Ask("q07_cost_per_lead", {"b.cost", "b.leads", "b.cost_per_lead"}, {"source"}, kNone,
          Same({"source", "b.cost", "b.leads", "b.cost_per_lead"})),
      Ask("q08_pipeline", {"b.open", "b.open_value", "b.open_mean"}, {"segment"}, kNone,
          Same({"segment", "b.open", "b.open_value", "b.open_mean"})),
      Ask("q09_conv_by_response", {"b.leads", "b.mqls", "b.wins", "b.lead_to_mql", "b.won_rate"},
          {"response"}, kNone,
          Same({"response", "b.leads", "b.mqls", "b.wins", "b.lead_to_mql", "b.won_rate"})),
      Growth(),
      TopSources(),
      Ask("q12_rfm", {"b.frequency", "b.recency", "b.age", "b.monetary"}, {"customer_id"}, kNone,
          {{"customer_id", 1},
           {"b.frequency", 1},
           {"b.recency", kDay},
           {"b.age", kDay},
           {"b.monetary", 1}})};
}

}  // namespace madad::bench
