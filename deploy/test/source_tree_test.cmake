# No file of the repository holds what none may hold. -D ROOT=<repository>
# Patterns are POSIX extended regular expressions; the brackets keep them from
# matching this very file.
find_program(GIT git)
if(NOT GIT OR NOT EXISTS ${ROOT}/.git)
  message(STATUS "not a git checkout: skipped")
  return()
endif()

# forbid(<why> <pattern> [<path pattern>...]): no tracked or new file matches.
function(forbid why pattern)
  execute_process(COMMAND ${GIT} -c safe.directory=* grep --untracked --line-number -I -E -e ${pattern} -- ${ARGN}
    WORKING_DIRECTORY ${ROOT} OUTPUT_VARIABLE found RESULT_VARIABLE status ERROR_VARIABLE error)
  if(status EQUAL 0)
    message(SEND_ERROR "${why}:\n${found}")
  elseif(NOT status EQUAL 1)
    message(FATAL_ERROR "git grep failed with status ${status}: ${error}")
  endif()
endfunction()

forbid("an include that climbs out of its folder; name it from the layer's root"
  "#[[:space:]]*include[[:space:]]*[\"<][.][.]/" *.h *.cc *.c *.proto)
forbid("a path of one machine"
  "(^|[^A-Za-z0-9_.}/-])/(hom[e]|roo[t]|tm[p]|wor[k])/[A-Za-z0-9_.]" :!tests/**/corpus/**)
forbid("the host name of a package registry; the registry's own client knows it"
  "npmj[s][.]|pyp[i][.]org|pythonhoste[d]|crate[s][.]io|deb[.]debia[n]|proxy[.]golan[g]")
