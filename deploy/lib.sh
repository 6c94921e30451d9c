# What deps.sh, quickstart.sh and test.sh share; sourced, never run.
# shellcheck shell=bash

MADAD_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }

# die MESSAGE...: one line each on stderr, exit status 1.
die() {
  printf 'error: %s\n' "$1" >&2
  shift
  [ $# -eq 0 ] || printf '       %s\n' "$@" >&2
  exit 1
}

# step TITLE COMMAND...: runs the command, says what it is and how long it took.
# The command runs in this shell, so it may set variables; it must not be used
# in a condition, where bash would ignore its failures.
step() {
  local title=$1 started=$SECONDS
  shift
  say "==> $title"
  "$@"
  say "    $title: done in $((SECONDS - started)) s"
}

jobs() { nproc 2>/dev/null || echo 2; }

# build PRESET FOLDER [CMAKE OPTION...]: configures and builds.
build() {
  local preset=$1 folder=$2
  shift 2
  (cd "$MADAD_ROOT" && cmake --preset "$preset" -B "$folder" "$@")
  cmake --build "$folder" -j "$(jobs)"
}
