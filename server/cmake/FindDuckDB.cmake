# Finds DuckDB's C library: DuckDB::duckdb.
#
# Looked for in DuckDB_ROOT (variable or environment), in the system, and last
# in .deps/duckdb, where deploy/deps.sh puts the pinned release.
find_path(DuckDB_INCLUDE_DIR duckdb.h PATH_SUFFIXES include)
find_library(DuckDB_LIBRARY duckdb PATH_SUFFIXES lib)
find_path(DuckDB_INCLUDE_DIR duckdb.h PATHS ${CMAKE_SOURCE_DIR}/.deps/duckdb/include NO_DEFAULT_PATH)
find_library(DuckDB_LIBRARY duckdb PATHS ${CMAKE_SOURCE_DIR}/.deps/duckdb/lib NO_DEFAULT_PATH)

# The header says nothing of its version, so the library is asked.
if(DuckDB_INCLUDE_DIR AND DuckDB_LIBRARY AND NOT DEFINED DuckDB_VERSION)
  file(WRITE ${CMAKE_BINARY_DIR}/duckdb_version.c
    "#include <stdio.h>\n#include <duckdb.h>\nint main(void) { puts(duckdb_library_version()); return 0; }\n")
  try_run(duckdb_ran duckdb_compiled ${CMAKE_BINARY_DIR}/duckdb_probe ${CMAKE_BINARY_DIR}/duckdb_version.c
    LINK_LIBRARIES ${DuckDB_LIBRARY}
    CMAKE_FLAGS -DINCLUDE_DIRECTORIES=${DuckDB_INCLUDE_DIR}
    RUN_OUTPUT_VARIABLE duckdb_version)
  if(duckdb_compiled AND duckdb_ran EQUAL 0)
    string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" duckdb_version "${duckdb_version}")
    set(DuckDB_VERSION ${duckdb_version} CACHE INTERNAL "Version of DuckDB")
  endif()
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(DuckDB
  REQUIRED_VARS DuckDB_LIBRARY DuckDB_INCLUDE_DIR
  VERSION_VAR DuckDB_VERSION
  REASON_FAILURE_MESSAGE "run `bash deploy/deps.sh`, or set DuckDB_ROOT to a folder with include/duckdb.h and lib/libduckdb.so")

if(DuckDB_FOUND AND NOT TARGET DuckDB::duckdb)
  add_library(DuckDB::duckdb SHARED IMPORTED)
  set_target_properties(DuckDB::duckdb PROPERTIES
    IMPORTED_LOCATION ${DuckDB_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${DuckDB_INCLUDE_DIR})
endif()
