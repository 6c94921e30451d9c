#!/usr/bin/env bash
# A database server that the tests of one run share.
#   shared.sh start ENGINE FOLDER   starts it; its port is then in FOLDER/ENGINE/port
#   shared.sh stop ENGINE FOLDER
# Where the engine is not installed there is no port, and tests of it are skipped.
set -euo pipefail
readonly here=$(dirname "${BASH_SOURCE[0]}")
readonly command=$1 engine=$2 folder=$3/$2

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null ||
    echo $((20000 + RANDOM % 20000))
}

stop() {
  if [ -e "$folder/port" ]; then bash "$here/$engine.sh" kill "$folder/server" || true; fi
  rm -rf "$folder"
}

start() {
  stop  # what an interrupted run left
  mkdir -p "$folder/server"
  local port status=0
  port=$(free_port)
  bash "$here/$engine.sh" start "$folder/server" "$port" || status=$?
  if [ $status -eq 3 ]; then return; fi
  [ $status -eq 0 ] || exit $status
  echo "$port" >"$folder/port"
}

"$command"
