# The demo data is the same on every run, compiler and machine.
# -D GENERATOR=<program> -D FOLDER=<scratch folder>
set(expected 2133b25acea2737704c363681a98f2ffb96a8510223a0950063e501adcb9ccce)

# generate(<out> <folder> <argument>...): the SHA-256 over the names and the
# SHA-256 of the files that the generator makes.
function(generate out folder)
  file(REMOVE_RECURSE ${folder})
  execute_process(COMMAND ${GENERATOR} ${folder} ${ARGN} RESULT_VARIABLE status OUTPUT_QUIET)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${GENERATOR} ${folder} ${ARGN} ended with status ${status}")
  endif()
  file(GLOB files RELATIVE ${folder} ${folder}/*)
  list(LENGTH files count)
  if(NOT count EQUAL 9)
    message(FATAL_ERROR "9 files expected in ${folder}, but there are ${count}: ${files}")
  endif()
  list(SORT files)
  set(hashes "")
  foreach(file IN LISTS files)
    file(SHA256 ${folder}/${file} hash)
    string(APPEND hashes "${file} ${hash}\n")
  endforeach()
  string(SHA256 hash "${hashes}")
  set(${out} ${hash} PARENT_SCOPE)
endfunction()

generate(first ${FOLDER}/first --leads 2000)
generate(second ${FOLDER}/second --leads 2000)
generate(other_seed ${FOLDER}/other_seed --leads 2000 --seed 2)
file(REMOVE_RECURSE ${FOLDER})

if(NOT first STREQUAL second)
  message(FATAL_ERROR "two runs differ: ${first} and ${second}")
endif()
if(first STREQUAL other_seed)
  message(FATAL_ERROR "another seed gives the same data: ${first}")
endif()
if(NOT first STREQUAL expected)
  message(FATAL_ERROR "the data is not what it was: SHA-256 is ${first}, expected ${expected}. "
    "If the generator was meant to change, write the new one into ${CMAKE_CURRENT_LIST_FILE}.")
endif()

execute_process(COMMAND ${GENERATOR} ${FOLDER} --leads many
  RESULT_VARIABLE status OUTPUT_QUIET ERROR_VARIABLE error)
if(NOT status EQUAL 2 OR NOT error MATCHES "--leads needs a whole number, not 'many'")
  message(FATAL_ERROR "a wrong option ended with status ${status} and said: ${error}")
endif()
