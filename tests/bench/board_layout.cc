#include "bench/board_layout.h"

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"

#include "adapters/duckdb/schema_lease.h"
#include "adapters/duckdb/table_copy.h"
#include "bench/memory.h"
#include "core/expr/check.h"
#include "core/expr/parser.h"
#include "core/scan_scope.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::bench {
namespace {

using adapters::duckdb::CopyLayout;
using adapters::duckdb::Store;
using core::Type;

template <typename T>
T Require(absl::StatusOr<T> result) {
  if (result.ok()) return *std::move(result);
  std::cerr << "madad_board: " << result.status() << "\n";
  std::exit(1);
}

core::Table& AddTable(core::Catalog& catalog, const std::string& name,
                      const std::vector<std::pair<std::string, Type>>& columns) {
  core::Table& table = catalog.tables[name];
  table.name = name;
  table.source = "board";
  for (const auto& [column, type] : columns) {
    table.columns[column] = {.name = column, .from = column, .type = type};
  }
  return table;
}

core::Catalog BoardCatalog() {
  core::Catalog catalog;
  AddTable(catalog, "leads",
           {{"lead_id", Type::kInt64},
            {"created_at", Type::kTimestamp},
            {"source", Type::kString},
            {"region", Type::kString},
            {"segment", Type::kString},
            {"owner", Type::kString},
            {"first_response_at", Type::kTimestamp},
            {"mql_at", Type::kTimestamp},
            {"sql_at", Type::kTimestamp},
            {"opportunity_at", Type::kTimestamp},
            {"closed_at", Type::kTimestamp},
            {"won", Type::kBool},
            {"amount", Type::kDouble}});
  AddTable(catalog, "orders",
           {{"order_id", Type::kInt64},
            {"customer_id", Type::kInt64},
            {"ordered_at", Type::kTimestamp},
            {"revenue", Type::kDouble}});
  AddTable(catalog, "costs",
           {{"day", Type::kDate},
            {"source", Type::kString},
            {"category", Type::kString},
            {"amount", Type::kDouble}});
  return catalog;
}

constexpr char kResponseBucket[] =
    "CASE WHEN first_response_at IS NULL THEN '5 none' "
    "WHEN first_response_at - created_at <= '5min' THEN '1 <=5min' "
    "WHEN first_response_at - created_at <= '1h' THEN '2 <=1h' "
    "WHEN first_response_at - created_at <= '1d' THEN '3 <=1d' ELSE '4 >1d' END";

// A hidden column, called `text` in the SQL below.
core::DerivedColumn Derived(const core::Catalog& catalog, const std::string& table,
                            const std::string& text, const std::string& expression,
                            core::Grain grain = core::Grain::kNone) {
  core::ScanScope scope(catalog, catalog.tables.at(table));
  core::DerivedColumn derived{.text = text};
  derived.expr =
      Require(core::Check(Require(core::ParseExpression(expression)), expression, scope));
  if (grain != core::Grain::kNone) derived.bucket = core::Bucket{.grain = grain, .zone = "UTC"};
  return derived;
}

CopyLayout LayoutOf(const core::Catalog& catalog, const std::string& table) {
  using core::Grain;
  if (table == "orders") return {.order_by = "ordered_at"};
  if (table == "costs") {
    return {.order_by = "day",
            .derived = {Derived(catalog, table, "{m_day}", "day", Grain::kMonth)}};
  }
  return {.order_by = "created_at",
          .derived = {
              Derived(catalog, table, "{m_created}", "created_at", Grain::kMonth),
              Derived(catalog, table, "{m_closed}", "closed_at", Grain::kMonth),
              Derived(catalog, table, "{response}", "first_response_at - created_at"),
              Derived(catalog, table, "{cycle}", "closed_at - created_at"),
              Derived(catalog, table, "{bucket}", kResponseBucket),
          }};
}

int64_t Number(Store& store, const std::string& sql) {
  auto connection = Require(store.Borrow());
  int64_t number = 0;
  const auto rows = Require(connection->Rows(sql));
  if (!absl::SimpleAtoi(rows.at(0).at(0), &number)) std::abort();
  return number;
}

void ReportMemory(Store& store, const char* when) {
  const int64_t held = Number(store, "SELECT sum(memory_usage_bytes)::BIGINT FROM duckdb_memory()");
  const int64_t resident = ResidentBytes();
  std::printf("%-24s store %7.1f MB, process %7.1f MB, ratio %.2f\n", when,
              static_cast<double>(held) / 1e6, static_cast<double>(resident) / 1e6,
              static_cast<double>(resident) / static_cast<double>(held));
}

core::TableData LoadPlain(const std::string& cache, const std::string& table,
                          const std::shared_ptr<Store>& store) {
  core::TableData data;
  const auto lease = Require(adapters::duckdb::SchemaLease::Create(store, table));
  data.lease = lease;
  data.adapter = store;
  data.schema = lease->schema();
  data.relation = table;
  const std::string relation = core::Cat(data.schema, ".", table);
  auto connection = Require(store->Borrow());
  const absl::Status loaded = connection->Execute(core::Cat(
      "CREATE TABLE ", relation, " AS FROM read_parquet('", cache, "/", table, ".parquet')"));
  if (!loaded.ok()) Require(absl::StatusOr<int>(loaded));
  data.rows = Number(*store, core::Cat("SELECT count(*) FROM ", relation));
  return data;
}

// SQL over the layout; `{name}` is a hidden column.
const std::vector<std::pair<std::string, std::string>>& Questions() {
  static const std::vector<std::pair<std::string, std::string>> questions = {
      {"lead volume", "SELECT {m_created} AS month, source, count(*) FROM leads GROUP BY 1, 2"},
      {"funnel",
       "SELECT source, count(*), count(mql_at), count(sql_at), count(opportunity_at), "
       "count(*) FILTER (WHERE won) FROM leads GROUP BY source"},
      {"win rate by owner",
       "SELECT owner, count(won), count(*) FILTER (WHERE won) FROM leads GROUP BY owner"},
      {"sales cycle",
       "SELECT region, avg({cycle}), median({cycle}) FROM leads WHERE won GROUP BY region"},
      {"response percentiles", "SELECT quantile_cont({response}, [0.5, 0.9]) FROM leads"},
      {"cost of acquisition",
       "WITH c AS (SELECT source, {m_day} AS month, sum(amount) AS cost FROM costs GROUP BY 1, 2), "
       "w AS (SELECT source, {m_closed} AS month, count(*) AS wins FROM leads WHERE won "
       "GROUP BY 1, 2) SELECT * FROM c LEFT JOIN w ON c.source = w.source AND c.month = w.month"},
      {"cost per lead",
       "WITH c AS (SELECT source, sum(amount) AS cost FROM costs GROUP BY 1), "
       "l AS (SELECT source, count(*) AS leads FROM leads GROUP BY 1) "
       "SELECT * FROM c JOIN l ON c.source = l.source"},
      {"pipeline",
       "SELECT segment, count(*), sum(amount), avg(amount) FROM leads "
       "WHERE opportunity_at IS NOT NULL AND closed_at IS NULL GROUP BY segment"},
      {"conversion by response",
       "SELECT {bucket}, count(*), count(mql_at), count(*) FILTER (WHERE won) FROM leads "
       "GROUP BY 1"},
      {"growth",
       "SELECT {m_created}, count(*), sum(amount) FILTER (WHERE won) FROM leads GROUP BY 1"},
      {"top sources",
       "SELECT source, count(won), count(*) FILTER (WHERE won) FROM leads "
       "WHERE region IN ('UK', 'DACH', 'France', 'Nordics', 'Iberia') AND segment <> 'Public' "
       "AND created_at >= TIMESTAMP '2025-01-01' AND created_at < TIMESTAMP '2025-10-01' "
       "GROUP BY source"},
      {"recency and frequency",
       "SELECT customer_id, count(*) - 1, max(ordered_at) - min(ordered_at), min(ordered_at), "
       "sum(revenue) - arg_min(revenue, ordered_at) FROM orders GROUP BY customer_id"},
  };
  return questions;
}

}  // namespace

LaidOut LayOutBoard(const std::string& cache) {
  LaidOut board{.catalog = BoardCatalog()};
  board.store = Require(Store::Open({.threads = 2, .readable_folders = {cache}}));
  for (const auto& [name, table] : board.catalog.tables) {
    absl::Time start = absl::Now();
    const core::TableData plain = LoadPlain(cache, name, board.store);
    std::cout << name << ": read in " << absl::Now() - start;
    start = absl::Now();
    board.tables[name] =
        Require(CopyForQueries(plain, table, LayoutOf(board.catalog, name), board.store, {}));
    std::cout << ", laid out in " << absl::Now() - start << std::endl;
    if (name == "leads") ReportMemory(*board.store, "both, during the swap");
  }
  ReportMemory(*board.store, "after the load");
  // The allocator gives back in the background what the plain tables held.
  absl::SleepFor(absl::Seconds(3));
  ReportMemory(*board.store, "three seconds later");
  return board;
}

Contender LayoutContender(const LaidOut& board) {
  std::vector<std::pair<std::string, std::string>> names;
  for (const auto& [name, data] : board.tables) {
    for (const char* clause : {"FROM ", "JOIN "}) {
      names.emplace_back(core::Cat(clause, name),
                         core::Cat(clause, "\"", data.schema, "\".\"", data.relation, "\""));
    }
    for (const auto& [text, column] : data.derived) {
      names.emplace_back(text, core::Cat("\"", column, "\""));
    }
  }
  Contender contender{.name = "SQL over the layout"};
  for (const auto& [name, sql] : Questions()) {
    const std::string filled = absl::StrReplaceAll(sql, names);
    contender.questions.push_back({name, [filled, store = board.store] {
                                     auto connection = Require(store->Borrow());
                                     Require(connection->Run({filled, {}}, {}));
                                   }});
  }
  return contender;
}

}  // namespace madad::bench
