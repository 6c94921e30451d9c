#!/usr/bin/env bash
# Searches for inputs that break what tests/fuzz promises, with libFuzzer.
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=deploy/duckdb.sh
. "$MADAD_ROOT/deploy/duckdb.sh"

FUZZ_BUILD=$MADAD_ROOT/build/fuzz

usage() {
  cat <<'USAGE'
usage: bash deploy/fuzz.sh [SECONDS [NAME...]]
  SECONDS  how long each target is run (default 60)
  NAME     expression, catalog, manifest, description, shape, json (default: all)
Inputs that were found go to build/fuzz/found; add them to tests/fuzz/corpus with the fix.
USAGE
}

build_fuzzers() {
  (cd "$MADAD_ROOT" && cmake --preset fuzz >/dev/null)
  cmake --build "$FUZZ_BUILD" -j "$(jobs)" --target madad_fuzzers
}

# fuzz NAME SECONDS: what is new goes beside the build, never into the committed corpus.
fuzz() {
  local name=$1 seconds=$2 dictionary=$MADAD_ROOT/tests/fuzz/dictionaries/$1.dict
  local options=(-max_total_time="$seconds" -timeout=20 -rss_limit_mb=3000 -max_len=20000
    -artifact_prefix="$FUZZ_BUILD/found/$name-" -print_final_stats=1 -verbosity=0)
  [ ! -e "$dictionary" ] || options+=(-dict="$dictionary")
  mkdir -p "$FUZZ_BUILD/found" "$FUZZ_BUILD/corpus/$name"
  "$FUZZ_BUILD/tests/fuzz/madad_fuzz_$name" "${options[@]}" \
    "$FUZZ_BUILD/corpus/$name" "$MADAD_ROOT/tests/fuzz/corpus/$name"
}

main() {
  local seconds=${1:-60} name
  if ! [[ $seconds =~ ^[0-9]+$ ]]; then
    usage >&2
    exit 2
  fi
  shift $(($# > 0 ? 1 : 0))
  [ $# -gt 0 ] || set -- expression catalog manifest description shape json
  command -v clang++ >/dev/null ||
    die "fuzzing needs clang++ (Debian's package clang)" "the corpus is replayed by the tests all the same"
  duckdb_find
  step "build fuzz" build_fuzzers
  for name in "$@"; do step "fuzz $name" fuzz "$name" "$seconds"; done
}

main "$@" </dev/null
