# madad_add_plugin(<name> VERSION <version> SOURCES <file>... [ID <id>])
#
# Builds the plugin <name>.so into ${CMAKE_BINARY_DIR}/plugins from sources that
# use the SDK and nothing else, and <name>_core, a static library of the same
# objects for unit tests. The manifest gets ID (default: <name>) and VERSION.
#
# The file exports one symbol, and no unique symbol keeps it mapped after it is
# unloaded; a symbol that is missing fails the link, not the server.
function(madad_add_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "ID;VERSION" "SOURCES")
  if(ARG_UNPARSED_ARGUMENTS OR NOT ARG_VERSION OR NOT ARG_SOURCES)
    message(FATAL_ERROR "madad_add_plugin(${name}): expected VERSION <version> SOURCES <file>... "
      "[ID <id>], got: ${ARGN}")
  endif()
  if(NOT ARG_ID)
    set(ARG_ID ${name})
  endif()

  add_library(${name}_objects OBJECT ${ARG_SOURCES})
  target_link_libraries(${name}_objects PUBLIC madad::sdk)
  target_compile_definitions(${name}_objects PRIVATE
    MADAD_PLUGIN_ID="${ARG_ID}" MADAD_PLUGIN_VERSION="${ARG_VERSION}")
  target_compile_options(${name}_objects PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
  set_target_properties(${name}_objects PROPERTIES
    CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF
    POSITION_INDEPENDENT_CODE ON
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)

  set(version_script ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin.map)
  add_library(${name} MODULE)
  target_link_libraries(${name} PRIVATE ${name}_objects)
  target_link_options(${name} PRIVATE -Wl,--version-script=${version_script})
  # A sanitizer's runtime is in the program, so its symbols are missing here.
  if(NOT MADAD_SANITIZE AND NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
    target_link_options(${name} PRIVATE -Wl,-z,defs)
  endif()
  set_target_properties(${name} PROPERTIES
    PREFIX "" LINKER_LANGUAGE CXX
    LINK_DEPENDS ${version_script}
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/plugins)

  add_library(${name}_core STATIC)
  target_link_libraries(${name}_core PUBLIC ${name}_objects)
  set_target_properties(${name}_core PROPERTIES LINKER_LANGUAGE CXX)
endfunction()
