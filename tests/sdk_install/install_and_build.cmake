# Installs the SDK of BUILD into WORK and builds the project SOURCE against it.
file(REMOVE_RECURSE ${WORK}/prefix ${WORK}/consumer)
function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --component sdk --prefix ${WORK}/prefix)
run(${CMAKE_COMMAND} -S ${SOURCE} -B ${WORK}/consumer -G ${GENERATOR}
  -DCMAKE_CXX_COMPILER=${CXX} -DCMAKE_PREFIX_PATH=${WORK}/prefix)
run(${CMAKE_COMMAND} --build ${WORK}/consumer)
run(${CMAKE_COMMAND} -DNM=${NM} -DFILE=${WORK}/consumer/plugins/outsider.so -P ${CHECK})
