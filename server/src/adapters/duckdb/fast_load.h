// Delimited UTF-8 files without a bad row, at the speed of DuckDB's reader.
#pragma once

#include "absl/status/status.h"

#include "adapters/duckdb/load_context.h"
#include "adapters/duckdb/text_layout.h"

namespace madad::adapters::duckdb {

// True when DuckDB's own reader may be tried on files of these layouts.
bool CanLoadFast(const std::vector<TextLayout>& layouts);

// Creates the table from its files with DuckDB's reader, typed and in UTC;
// `layouts` are the files'. It takes no row that the careful way refuses.
// Errors: any, for any row that does not fit; the table is then not there, and
// what is wrong is for the careful way to find.
absl::Status LoadFast(LoadContext& context, const std::vector<TextLayout>& layouts);

}  // namespace madad::adapters::duckdb
