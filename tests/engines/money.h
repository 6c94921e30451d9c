// What customers cost and bring, beside the leads.
#pragma once

#include <cstdint>
#include <vector>

#include "support/fill/fill.h"

namespace madad::engines {

// Returns customers, of whom some are no known lead's; their orders, with refunds, and some of
// nobody; and costs without customers. The same for the same seed.
std::vector<madad::testing::TableRows> MakeMoney(uint32_t seed, int customers, int leads);

}  // namespace madad::engines
