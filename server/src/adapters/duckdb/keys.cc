#include "adapters/duckdb/keys.h"

#include <cstdint>
#include <vector>

#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

// Tells whether no number occurs twice. The numbers are hashes, so their high
// bits spread them evenly over parts that fit the processor's cache.
class DistinctHashes {
 public:
  // At most `most` numbers will be added.
  explicit DistinctHashes(size_t most) { hashes_.reserve(most); }

  void Add(uint64_t hash) { hashes_.push_back(hash); }
  size_t size() const { return hashes_.size(); }

  bool AreDistinct() {
    Partition();
    std::vector<uint64_t> seen;
    for (size_t part = 0; part < kParts; ++part) {
      if (!IsDistinct(starts_[part], starts_[part + 1], seen)) return false;
    }
    return true;
  }

 private:
  static constexpr size_t kParts = 256;
  static size_t PartOf(uint64_t hash) { return hash >> 56; }

  void Partition() {
    starts_.assign(kParts + 1, 0);
    for (const uint64_t hash : hashes_) ++starts_[PartOf(hash) + 1];
    for (size_t part = 0; part < kParts; ++part) starts_[part + 1] += starts_[part];
    std::vector<size_t> next(starts_.begin(), starts_.end() - 1);
    std::vector<uint64_t> sorted(hashes_.size());
    for (const uint64_t hash : hashes_) sorted[next[PartOf(hash)]++] = hash;
    hashes_ = std::move(sorted);
  }

  // Puts the part's hashes into a table of twice their number.
  bool IsDistinct(size_t begin, size_t end, std::vector<uint64_t>& seen) const {
    size_t size = 16;
    while (size < 2 * (end - begin)) size *= 2;
    seen.assign(size, 0);  // 0: free
    bool has_zero = false;
    for (size_t i = begin; i < end; ++i) {
      const uint64_t hash = hashes_[i];
      if (hash == 0 && has_zero) return false;
      has_zero = has_zero || hash == 0;
      size_t slot = hash & (size - 1);
      while (seen[slot] != 0 && seen[slot] != hash) slot = (slot + 1) & (size - 1);
      if (seen[slot] == hash && hash != 0) return false;
      seen[slot] = hash;
    }
    return true;
  }

  std::vector<uint64_t> hashes_;
  std::vector<size_t> starts_;
};

// Whether the keys' hashes are all different: the keys then are too. Equal
// hashes say nothing. Much less work than the engine's own GROUP BY.
struct KeyHashes {
  bool distinct = false;
  int64_t nulls = 0;
};

absl::StatusOr<KeyHashes> ReadHashes(LoadContext& context, const std::string& key) {
  MADAD_ASSIGN_OR_RETURN(const int64_t rows,
                         context.Number(core::Cat("SELECT count(*) FROM ", context.Relation())));
  const std::string sql =
      core::Cat("SELECT hash(", key, ") FROM ", context.Relation(), " WHERE ", key, " IS NOT NULL");
  MADAD_ASSIGN_OR_RETURN(QueryResult result, context.connection.Run({sql, {}}, {}));
  DistinctHashes hashes(static_cast<size_t>(rows));
  while (duckdb_data_chunk chunk = duckdb_fetch_chunk(*result.get())) {
    const auto* values = static_cast<const uint64_t*>(
        duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk, 0)));
    for (idx_t i = 0; i < duckdb_data_chunk_get_size(chunk); ++i) hashes.Add(values[i]);
    duckdb_destroy_data_chunk(&chunk);
  }
  return KeyHashes{hashes.AreDistinct(), rows - static_cast<int64_t>(hashes.size())};
}

// "2 values repeat, such as 'x' in 3 rows"; empty when none does.
absl::StatusOr<std::string> Repeated(LoadContext& context, const std::string& key) {
  MADAD_ASSIGN_OR_RETURN(const auto rows,
                         context.connection.Rows(core::Cat(
                             "SELECT CAST(", key, " AS VARCHAR), count(*), count(*) OVER () FROM ",
                             context.Relation(), " WHERE ", key, " IS NOT NULL GROUP BY ", key,
                             " HAVING count(*) > 1 ORDER BY 2 DESC, 1 LIMIT 1")));
  if (rows.empty()) return std::string();
  return core::Cat(rows[0][2], " values repeat, such as '", rows[0][0], "' in ", rows[0][1],
                   " rows");
}

}  // namespace

absl::Status DropDuplicates(LoadContext& context) {
  const core::Duplicates& duplicates = context.table.duplicates;
  if (context.table.key.empty() || duplicates.keep == core::Keep::kFail) return absl::OkStatus();
  const std::string key = QuoteIdentifier(context.table.key);
  MADAD_ASSIGN_OR_RETURN(const KeyHashes hashes, ReadHashes(context, key));
  if (hashes.distinct) return absl::OkStatus();
  // Rows are numbered in the order in which they were read.
  const std::string order =
      duplicates.keep == core::Keep::kFirst
          ? std::string("rowid")
          : core::Cat(QuoteIdentifier(duplicates.by), " DESC NULLS LAST, rowid DESC");
  const std::string relation = context.Relation();
  MADAD_ASSIGN_OR_RETURN(
      context.report.duplicates_dropped,
      context.Number(core::Cat("DELETE FROM ", relation, " WHERE rowid IN (SELECT rowid FROM ",
                               relation, " WHERE ", key,
                               " IS NOT NULL QUALIFY row_number() OVER (PARTITION BY ", key,
                               " ORDER BY ", order, ") > 1)")));
  return absl::OkStatus();
}

absl::Status VerifyKey(LoadContext& context) {
  const core::Table& table = context.table;
  if (table.key.empty()) return absl::OkStatus();
  const std::string key = QuoteIdentifier(table.key);
  MADAD_ASSIGN_OR_RETURN(const KeyHashes hashes, ReadHashes(context, key));
  if (hashes.distinct && hashes.nulls == 0) return absl::OkStatus();
  std::string repeated;
  if (!hashes.distinct) {
    MADAD_ASSIGN_OR_RETURN(repeated, Repeated(context, key));
  }
  const int64_t nulls = hashes.nulls;
  if (nulls == 0 && repeated.empty()) return absl::OkStatus();
  std::string message = core::Cat("table '", table.name, "': key '", table.key, "' ");
  if (nulls > 0) core::Append(&message, "is empty in ", nulls, " rows");
  if (!repeated.empty()) {
    core::Append(&message, nulls > 0 ? " and " : "", "is not unique: ", repeated);
  }
  return core::Error(absl::StatusCode::kFailedPrecondition,
                     core::Cat(message,
                               "; say which row counts with `duplicates`, remove the "
                               "rows, or map another column as the key"),
                     {"KEY_NOT_UNIQUE", {{"table", table.name}, {"key", table.key}}, ""});
}

}  // namespace madad::adapters::duckdb
