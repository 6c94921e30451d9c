// Sales data that is hard to read alike.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace madad::engines {

// A file of the data set, as text of RFC 4180; an empty field is null.
struct DataFile {
  std::string table;
  std::vector<std::string> columns;  // name and type: `amount decimal(2)`
  std::string csv;                   // with its header
};

// Returns leads and opportunities: texts that differ in case or in a space at the end only, Hebrew,
// quotes and percent signs, nulls everywhere, times around the days when clocks change, outcomes
// before their entries. The same for the same seed.
std::vector<DataFile> MakeDataset(uint32_t seed, int leads);

// Texts that occur in the data, and some that do not; for filters.
const std::vector<std::string>& HostileTexts();

// The catalog over the data; `source` is what stands under `sources: db:`, and each table's place is
// `<place>: <table><ending>`.
std::string CatalogText(const std::string& source, const std::string& place,
                        const std::string& ending);

}  // namespace madad::engines
