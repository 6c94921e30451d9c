// Sales data that is hard to read alike.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "support/fill/fill.h"

namespace madad::engines {

// Returns leads, opportunities, customers, orders and costs: texts that differ in case or in a
// space at the end only, Hebrew, quotes and percent signs, nulls everywhere, times around the days
// when clocks change, outcomes before their entries. The same for the same seed.
std::vector<madad::testing::TableRows> MakeDataset(uint32_t seed, int leads);

// The table as text of RFC 4180 with a header; an empty field is null.
std::string ToCsv(const madad::testing::TableRows& table);

// Texts that occur in the data, and some that do not; for filters.
const std::vector<std::string>& OddTexts();

// The catalog over the data; `source` is what stands under `sources: db:`, and each table's place
// is
// `<place>: <table><ending>`.
std::string CatalogText(const std::string& source, const std::string& place,
                        const std::string& ending);

}  // namespace madad::engines
