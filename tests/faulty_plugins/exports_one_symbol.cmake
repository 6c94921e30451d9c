# Fails unless FILE defines exactly one dynamic symbol, the entry. NM is nm.
execute_process(COMMAND ${NM} -D --defined-only --format=posix ${FILE}
  OUTPUT_VARIABLE symbols RESULT_VARIABLE failed)
if(failed OR NOT symbols MATCHES "^madad_entry_v1 [^\n]*\n$")
  message(FATAL_ERROR "${FILE} should export madad_entry_v1 and nothing else; it exports:\n${symbols}")
endif()
