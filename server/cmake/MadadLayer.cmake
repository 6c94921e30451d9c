# What nearly every file includes; parsed once a target instead of once a file.
set(MADAD_COMMON_HEADERS <algorithm> <functional> <map> <memory> <optional> <string> <utility>
    <vector> <absl/status/statusor.h> <absl/strings/str_cat.h> <absl/strings/str_join.h>
    <absl/time/time.h>)
set(MADAD_TEST_HEADERS <gmock/gmock.h> <gtest/gtest.h>)
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  list(APPEND MADAD_TEST_HEADERS ${MADAD_COMMON_HEADERS})
endif()

# madad_unoptimised(<target>)
#
# In debug builds the target, which mostly waits for others, is as the compiler is soonest done
# with it: in six tenths of the time.
function(madad_unoptimised target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Debug>:-O0>)
endfunction()

# madad_share_headers(<target> <kind> <header>...)
#
# Precompiles headers. Where the compiler minds no definitions of single targets, as clang does not,
# targets of one kind, which have the same options, share what the first of them precompiles.
function(madad_share_headers target kind)
  get_property(owner GLOBAL PROPERTY MADAD_HEADERS_OF_${kind})
  if(owner AND CMAKE_CXX_COMPILER_ID MATCHES Clang)
    target_precompile_headers(${target} REUSE_FROM ${owner})
  else()
    target_precompile_headers(${target} PRIVATE ${ARGN})
    set_property(GLOBAL PROPERTY MADAD_HEADERS_OF_${kind} ${target})
  endif()
endfunction()

# madad_layer(<target> FOLDER <name> [LINK ...] [PRIVATE_LINK ...] [PRECOMPILE ...] [COMPUTES])
#
# A static library of the .cc files beneath <name>, whose headers are included
# as "<name>/header.h". Each layer has an include root of its own, holding
# nothing but itself, so a file can include only the layers its target links:
# a wrong include does not compile. PRECOMPILE adds headers to the precompiled ones. A layer that
# COMPUTES is optimised in debug builds too.
function(madad_layer target)
  cmake_parse_arguments(ARG "COMPUTES" "FOLDER" "LINK;PRIVATE_LINK;PRECOMPILE" ${ARGN})
  set(root ${CMAKE_BINARY_DIR}/layers/${target})
  get_filename_component(parent ${root}/${ARG_FOLDER} DIRECTORY)
  file(MAKE_DIRECTORY ${parent})
  if(NOT EXISTS ${root}/${ARG_FOLDER})
    file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_FOLDER} ${root}/${ARG_FOLDER} SYMBOLIC)
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_FOLDER}/*.cc)
  add_library(${target} STATIC ${sources})
  target_include_directories(${target} PUBLIC ${root})
  target_link_libraries(${target} PUBLIC ${ARG_LINK} PRIVATE ${ARG_PRIVATE_LINK} madad::warnings)
  if(ARG_PRECOMPILE)
    target_precompile_headers(${target} PRIVATE ${MADAD_COMMON_HEADERS} ${ARG_PRECOMPILE})
  elseif(ARG_COMPUTES)
    madad_share_headers(${target} computing ${MADAD_COMMON_HEADERS})
  else()
    madad_share_headers(${target} waiting ${MADAD_COMMON_HEADERS})
  endif()
  if(NOT ARG_COMPUTES)
    madad_unoptimised(${target})
  endif()
  string(REGEX REPLACE "^madad_" "madad::" alias ${target})
  add_library(${alias} ALIAS ${target})
endfunction()

# madad_precompile_some(<target> <header>...)
#
# Precompiles headers that only some of the target's files include: worth it where the compiler
# reads no more of them than a file uses, as clang does.
function(madad_precompile_some target)
  if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
    target_precompile_headers(${target} PRIVATE ${ARGN})
  endif()
endfunction()

# madad_test(<target> FOLDER <tests/unit folder> [LINK ...] [PRECOMPILE ...] [ENGINES ...])
#
# One test program of the .cc files in a folder; each test is known to CTest.
# ENGINES is a database server that runs beside its tests, or every_engine. With
# SUITES the tests of a suite are one to CTest: hundreds of small ones would
# mostly start and end. With PRECOMPILE the headers precompiled are its own.
function(madad_test target)
  cmake_parse_arguments(ARG "" "FOLDER" "LINK;PRECOMPILE;ENGINES;SUITES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_FOLDER}/*.cc)
  if(NOT sources)
    return()
  endif()
  add_executable(${target} ${sources})
  target_link_libraries(${target} PRIVATE ${ARG_LINK} madad::test_support GTest::gmock
    GTest::gtest_main madad::warnings)
  if(ARG_PRECOMPILE)
    target_precompile_headers(${target} PRIVATE ${MADAD_TEST_HEADERS} ${ARG_PRECOMPILE})
  elseif("${ARG_LINK}" MATCHES "madad::sdk|_core(;|$)")
    madad_share_headers(${target} plugin_tests ${MADAD_TEST_HEADERS})
  else()
    madad_share_headers(${target} tests ${MADAD_TEST_HEADERS})
  endif()
  # Tests wait for what they test, not for themselves.
  madad_unoptimised(${target})
  # Headers of the SDK are code of plugins, wherever they are compiled.
  if(MADAD_SANITIZE MATCHES undefined AND NOT "madad::sdk" IN_LIST ARG_LINK)
    target_compile_options(${target} PRIVATE -fno-sanitize=undefined)
  endif()
  # As the SDK's classes are: a model in a test has members of them.
  set_target_properties(${target} PROPERTIES CXX_VISIBILITY_PRESET hidden)
  set(engines)
  if(ARG_ENGINES)
    set(engines FIXTURES_REQUIRED "${ARG_ENGINES}"
      ENVIRONMENT MADAD_TEST_ENGINES=${CMAKE_BINARY_DIR}/engines)
  endif()
  foreach(suite ${ARG_SUITES})
    add_test(NAME ${target}.${suite}
      COMMAND ${target} --gtest_filter=${suite}/* --gtest_brief=1)
    set_tests_properties(${target}.${suite} PROPERTIES TIMEOUT 900
      FAIL_REGULAR_EXPRESSION "=\\] 0 tests" ${engines})
  endforeach()
  if(NOT ARG_SUITES)
    gtest_discover_tests(${target} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300 ${engines})
  endif()
endfunction()
