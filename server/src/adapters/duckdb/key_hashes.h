// The hashes of a table's keys, noted while a statement passes over its rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <duckdb.h>

#include "absl/status/status.h"

namespace madad::adapters::duckdb {

// Tells whether keys are unique from their hashes: different hashes are of
// different keys, equal ones say nothing. Much less work than a GROUP BY.
class KeyHashes {
 public:
  // Takes one row's hashes each, and how many rows more have no key.
  // Thread: any, at the same time.
  void Add(std::vector<uint64_t> hashes, size_t nulls);

  // Rows that were noted, and those among them without a key.
  size_t rows() const { return rows_; }
  size_t nulls() const { return nulls_; }

  // Returns whether no hash occurs twice. Nothing is added any more.
  bool AreDistinct();

 private:
  std::mutex mutex_;
  std::vector<std::vector<uint64_t>> chunks_;  // gone once it is known
  size_t rows_ = 0;
  size_t nulls_ = 0;
  std::optional<bool> distinct_;
};

// Hashes that statements note, by number: `madad_note_key(7, hash(key))` in a
// WHERE clause is always true and adds the hash, or a null.
// Thread: any.
class KeyNotes {
 public:
  KeyNotes() = default;
  KeyNotes(const KeyNotes&) = delete;
  KeyNotes& operator=(const KeyNotes&) = delete;

  // Makes the function known to the connection's database; once for each.
  // Lifetime: this outlives the database.
  absl::Status Register(duckdb_connection connection);

  // Lets statements add to `hashes` while it lives.
  // Lifetime: `hashes` outlives it.
  class Lease {
   public:
    Lease(KeyNotes& notes, KeyHashes& hashes);
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease();
    // Returns the condition that notes the value of `key`, an expression.
    std::string Sql(const std::string& key) const;

   private:
    KeyNotes& notes_;
    int64_t id_ = 0;
  };

 private:
  static void Note(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output);
  KeyHashes* Find(int64_t id);

  std::mutex mutex_;
  std::map<int64_t, KeyHashes*> entries_;
  int64_t next_ = 1;
};

}  // namespace madad::adapters::duckdb
