#include "adapters/sqlite/functions.h"

#include "core/status.h"

namespace madad::adapters::sqlite {

absl::Status RegisterFunctions(sqlite3* db, FunctionState& state) {
  MADAD_RETURN_IF_ERROR(RegisterArithmetic(db, state));
  MADAD_RETURN_IF_ERROR(RegisterText(db, state));
  MADAD_RETURN_IF_ERROR(RegisterTime(db, state));
  MADAD_RETURN_IF_ERROR(RegisterReaders(db, state));
  return RegisterAggregates(db, state);
}

}  // namespace madad::adapters::sqlite
