# find_package(madad): the targets madad::abi and madad::sdk, and madad_add_plugin().
include(${CMAKE_CURRENT_LIST_DIR}/madadTargets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/MadadPlugin.cmake)
