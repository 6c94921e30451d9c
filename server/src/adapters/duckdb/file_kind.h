// What kind of file a table is read from.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"

#include "core/catalog.h"

namespace madad::adapters::duckdb {

enum class Compression : uint8_t { kNone, kGzip, kZstd };

struct FileKind {
  core::FileFormat format = core::FileFormat::kCsv;  // never kByName
  Compression compression = Compression::kNone;
  bool operator==(const FileKind&) const = default;
};

// Returns what the file called `name` is: by the table's format where it says
// one, else by the name's end (.csv .txt .tsv .tab .json .jsonl .ndjson
// .parquet); compressed where the name ends in .gz or .zst.
// Errors: INVALID_ARGUMENT, reason FILE_KIND_UNSUPPORTED.
absl::StatusOr<FileKind> KindOf(const core::Table& table, std::string_view name);

// True for the formats of delimited text.
bool IsDelimited(core::FileFormat format);

}  // namespace madad::adapters::duckdb
