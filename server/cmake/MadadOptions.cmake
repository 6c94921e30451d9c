# Compiler options of every target: language level, warnings, sanitizers, ccache.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # What ccache must be told before it caches files that use precompiled headers;
  # and to take what a file includes from the compiler, not from a run of its own.
  set(launcher env CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_DEPEND=1)
  # Clones in other folders share what GCC compiled; clang's precompiled headers know their folder.
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    list(APPEND launcher CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1)
  else()
    add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
  endif()
  list(APPEND launcher ${CCACHE_PROGRAM})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
  add_compile_options($<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fpch-preprocess>)
endif()

if(MADAD_SANITIZE)
  add_compile_options(-fsanitize=${MADAD_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${MADAD_SANITIZE})
endif()

# Warnings for our own code; generated code does not get them.
add_library(madad_warnings INTERFACE)
target_compile_options(madad_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
  -Wcast-align -Wextra-semi -Wno-missing-field-initializers
  # GCC 12 sees faults in inlined code of std::string and std::variant that are not there;
  # the sanitizers look for the real ones.
  "$<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-restrict;-Wno-stringop-overflow;-Wno-maybe-uninitialized>"
  $<$<BOOL:${MADAD_WARNINGS_AS_ERRORS}>:-Werror>)
add_library(madad::warnings ALIAS madad_warnings)
