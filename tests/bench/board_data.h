// The board's data and the queries that it is raced against.
#pragma once

#include <string>
#include <vector>

#include "bench/contender.h"
#include "support/database.h"

namespace madad::bench {

using madad::testing::Database;

// What a file holds; nothing where it cannot be read.
std::string ReadText(const std::string& path);

// Makes leads.parquet, orders.parquet and costs.parquet in `cache` with
// `bench`/generate.sql, unless they are there.
void MakeData(const std::string& bench, const std::string& cache, int64_t leads);

// Returns the queries of `bench`/queries/duckdb over plain tables in `database`,
// which it loads from `cache`.
// Lifetime: `database` outlives the result.
Contender PlainContender(const std::string& bench, const std::string& cache, Database& database);

}  // namespace madad::bench
