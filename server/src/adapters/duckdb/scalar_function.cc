#include "adapters/duckdb/scalar_function.h"

#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {

absl::Status RegisterScalar(duckdb_connection connection, const char* name,
                            const std::vector<duckdb_type>& parameters, duckdb_type result,
                            void* extra_info, duckdb_scalar_function_t compute, Calls calls) {
  duckdb_scalar_function function = duckdb_create_scalar_function();
  duckdb_scalar_function_set_name(function, name);
  for (const duckdb_type type : parameters) {
    duckdb_logical_type logical = duckdb_create_logical_type(type);
    duckdb_scalar_function_add_parameter(function, logical);
    duckdb_destroy_logical_type(&logical);
  }
  duckdb_logical_type logical = duckdb_create_logical_type(result);
  duckdb_scalar_function_set_return_type(function, logical);
  duckdb_destroy_logical_type(&logical);
  duckdb_scalar_function_set_extra_info(function, extra_info, nullptr);
  duckdb_scalar_function_set_function(function, compute);
  if (calls == Calls::kForEveryRow) duckdb_scalar_function_set_volatile(function);
  const duckdb_state state = duckdb_register_scalar_function(connection, function);
  duckdb_destroy_scalar_function(&function);
  if (state == DuckDBSuccess) return absl::OkStatus();
  return core::Error(absl::StatusCode::kInternal,
                     core::Cat("the embedded store refuses the function ", name),
                     {"STORE_UNAVAILABLE", {}, ""});
}

}  // namespace madad::adapters::duckdb
