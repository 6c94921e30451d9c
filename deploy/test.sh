#!/usr/bin/env bash
# Installs what is needed, builds, and runs every test; what .ci/run calls.
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=deploy/duckdb.sh
. "$MADAD_ROOT/deploy/duckdb.sh"

usage() {
  cat <<'USAGE'
usage: bash deploy/test.sh [--quick | --sanitize | --full]
  (nothing)   presets dev and asan (AddressSanitizer and UndefinedBehaviorSanitizer)
  --quick     preset dev only
  --sanitize  preset asan only
  --full      presets dev and asan, with the long forms of the tests that have one (MADAD_FULL=1),
              the core's tests under ThreadSanitizer, and each fuzz target for
              MADAD_FUZZ_SECONDS (60; needs clang)
USAGE
}

# test_preset PRESET: what CTest prints last is the last of it.
test_preset() {
  local preset=$1
  step "build $preset" build "$preset" "$MADAD_ROOT/build/$preset"
  say "==> test $preset"
  (cd "$MADAD_ROOT" && ctest --preset "$preset")
}

# The core runs scans side by side; it links no library that ThreadSanitizer
# does not see into.
test_core_threads() {
  local folder=$MADAD_ROOT/build/tsan
  (cd "$MADAD_ROOT" && cmake --preset tsan -B "$folder")
  step "build tsan" cmake --build "$folder" -j "$(jobs)" --target madad_core_tests
  say "==> test tsan: core"
  "$folder/tests/unit/madad_core_tests" --gtest_brief=1
}

main() {
  local presets=(dev asan) preset
  case ${1:-} in
    '') ;;
    --quick) presets=(dev) ;;
    --sanitize) presets=(asan) ;;
    --full) export MADAD_FULL=1 ;;
    -h | --help) usage && return ;;
    *) usage >&2 && exit 2 ;;
  esac
  bash "$MADAD_ROOT/deploy/deps.sh" --tests
  duckdb_find
  for preset in "${presets[@]}"; do test_preset "$preset"; done
  if [ -z "${MADAD_FULL:-}" ]; then return; fi
  test_core_threads
  if command -v clang++ >/dev/null; then
    bash "$MADAD_ROOT/deploy/fuzz.sh" "${MADAD_FUZZ_SECONDS:-60}"
  else
    warn "clang++ is not there: the fuzz targets were replayed, but not run"
  fi
}

main "$@" </dev/null
