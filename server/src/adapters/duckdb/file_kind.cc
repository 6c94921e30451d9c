#include "adapters/duckdb/file_kind.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

using core::FileFormat;

constexpr std::pair<std::string_view, FileFormat> kEndings[] = {
    {".csv", FileFormat::kCsv},     {".txt", FileFormat::kCsv},
    {".tsv", FileFormat::kTsv},     {".tab", FileFormat::kTsv},
    {".json", FileFormat::kJson},   {".jsonl", FileFormat::kJson},
    {".ndjson", FileFormat::kJson}, {".parquet", FileFormat::kParquet}};

constexpr std::pair<std::string_view, Compression> kCompressions[] = {{".gz", Compression::kGzip},
                                                                      {".zst", Compression::kZstd}};

absl::Status Unsupported(const core::Table& table, std::string_view name, std::string_view what) {
  return core::Error(
      absl::StatusCode::kInvalidArgument, core::Cat("table '", table.name, "': ", name, ": ", what),
      {"FILE_KIND_UNSUPPORTED", {{"table", table.name}, {"file", std::string(name)}}, ""});
}

}  // namespace

bool IsDelimited(FileFormat format) {
  return format == FileFormat::kCsv || format == FileFormat::kTsv;
}

absl::StatusOr<FileKind> KindOf(const core::Table& table, std::string_view name) {
  const std::string lower = absl::AsciiStrToLower(core::Piece(name));
  std::string_view stem = lower;
  FileKind kind{table.format, Compression::kNone};
  for (const auto& [end, compression] : kCompressions) {
    if (!stem.ends_with(end)) continue;
    kind.compression = compression;
    stem.remove_suffix(end.size());
    break;
  }
  for (const auto& [end, format] : kEndings) {
    if (kind.format == FileFormat::kByName && stem.ends_with(end)) kind.format = format;
  }
  if (kind.format == FileFormat::kByName) {
    return Unsupported(table, name,
                       "its name does not say what it is (.csv, .tsv, .txt, .json, .jsonl, "
                       ".parquet, also with .gz or .zst); write `format` in the catalog");
  }
  if (kind.format == FileFormat::kParquet && kind.compression != Compression::kNone) {
    return Unsupported(table, name, "a Parquet file is compressed inside; unpack it");
  }
  return kind;
}

}  // namespace madad::adapters::duckdb
