// Placeholders that may be printed in any order, and more than once.
#pragma once

#include <string>
#include <string_view>

#include "core/adapter.h"

namespace madad::adapters::mysql {

// Stands for the `number`th parameter (from 1) until a statement is finished.
std::string PlaceOf(size_t number);

// Returns text of others (a name, the owner's query) so that no place is seen in it.
std::string WithoutPlaces(std::string_view text);

// Puts `?` for every place of the statement, and the parameters in their order.
void FinishPlaces(core::SqlStatement& statement);

}  // namespace madad::adapters::mysql
