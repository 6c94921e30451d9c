#include "adapters/duckdb/key_hashes.h"

#include <algorithm>
#include <utility>

#include "adapters/duckdb/scalar_function.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

constexpr char kName[] = "madad_note_key";

// Hashes by their high bits, which spread them evenly over parts that fit the
// processor's cache.
class Parts {
 public:
  explicit Parts(const std::vector<std::vector<uint64_t>>& chunks) : starts_(kParts + 1) {
    for (const auto& chunk : chunks) {
      for (const uint64_t hash : chunk) ++starts_[PartOf(hash) + 1];
    }
    for (size_t part = 0; part < kParts; ++part) starts_[part + 1] += starts_[part];
    hashes_.resize(starts_.back());
    std::vector<size_t> next(starts_.begin(), starts_.end() - 1);
    for (const auto& chunk : chunks) {
      for (const uint64_t hash : chunk) hashes_[next[PartOf(hash)]++] = hash;
    }
  }

  bool AreDistinct() const {
    std::vector<uint64_t> seen;
    for (size_t part = 0; part < kParts; ++part) {
      if (!IsDistinct(starts_[part], starts_[part + 1], seen)) return false;
    }
    return true;
  }

 private:
  static constexpr size_t kParts = 256;
  static size_t PartOf(uint64_t hash) { return hash >> 56; }

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

  std::vector<size_t> starts_;
  std::vector<uint64_t> hashes_;
};

}  // namespace

void KeyHashes::Add(std::vector<uint64_t> hashes, size_t nulls) {
  const std::lock_guard lock(mutex_);
  rows_ += hashes.size() + nulls;
  nulls_ += nulls;
  chunks_.push_back(std::move(hashes));
}

bool KeyHashes::AreDistinct() {
  if (!distinct_.has_value()) {
    distinct_ = Parts(chunks_).AreDistinct();
    chunks_ = {};
  }
  return *distinct_;
}

absl::Status KeyNotes::Register(duckdb_connection connection) {
  return RegisterScalar(connection, kName, {DUCKDB_TYPE_BIGINT, DUCKDB_TYPE_UBIGINT},
                        DUCKDB_TYPE_BOOLEAN, this, Note, Calls::kForEveryRow);
}

KeyHashes* KeyNotes::Find(int64_t id) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(id);
  return found == entries_.end() ? nullptr : found->second;
}

void KeyNotes::Note(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const idx_t rows = duckdb_data_chunk_get_size(input);
  if (rows == 0) return;
  auto* notes = static_cast<KeyNotes*>(duckdb_scalar_function_get_extra_info(info));
  const auto* ids =
      static_cast<int64_t*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(input, 0)));
  KeyHashes* hashes = notes->Find(ids[0]);
  if (hashes == nullptr) {
    duckdb_scalar_function_set_error(info, "madad_note_key: nobody takes keys of this number");
    return;
  }
  duckdb_vector vector = duckdb_data_chunk_get_vector(input, 1);
  const auto* values = static_cast<uint64_t*>(duckdb_vector_get_data(vector));
  uint64_t* valid = duckdb_vector_get_validity(vector);
  std::vector<uint64_t> found;
  found.reserve(rows);
  for (idx_t row = 0; row < rows; ++row) {
    if (IsValid(valid, row)) found.push_back(values[row]);
  }
  const size_t nulls = rows - found.size();
  hashes->Add(std::move(found), nulls);
  std::fill_n(static_cast<bool*>(duckdb_vector_get_data(output)), rows, true);
}

KeyNotes::Lease::Lease(KeyNotes& notes, KeyHashes& hashes) : notes_(notes) {
  const std::lock_guard lock(notes_.mutex_);
  id_ = notes_.next_++;
  notes_.entries_[id_] = &hashes;
}

KeyNotes::Lease::~Lease() {
  const std::lock_guard lock(notes_.mutex_);
  notes_.entries_.erase(id_);
}

std::string KeyNotes::Lease::Sql(const std::string& key) const {
  return core::Cat(kName, "(", id_, ", CASE WHEN ", key, " IS NOT NULL THEN hash(", key, ") END)");
}

}  // namespace madad::adapters::duckdb
