# The demo server as a background process: start, wait, stop; sourced.
# shellcheck shell=bash

readonly DEMO_FOLDER=$MADAD_ROOT/demo
readonly DEMO_BUILD=$MADAD_ROOT/build/quickstart
readonly DEMO_PID_FILE=$DEMO_FOLDER/server.pid
readonly DEMO_LOG=$DEMO_FOLDER/server.log
readonly DEFAULT_PORT=7400

madad() { "$DEMO_BUILD/bin/madad" --server "$DEMO_ADDRESS" "$@"; }

# Prints the process id of the running demo server; fails when there is none.
# A recorded id that belongs to another program by now does not count.
server_pid() {
  local pid command
  [ -f "$DEMO_PID_FILE" ] || return 1
  pid=$(cat "$DEMO_PID_FILE")
  [[ $pid =~ ^[0-9]+$ ]] && [ -r "/proc/$pid/cmdline" ] || return 1
  command=$(tr '\0' ' ' <"/proc/$pid/cmdline")
  [[ $command == "$DEMO_BUILD/bin/madad-server "* ]] || return 1
  printf '%s' "$pid"
}

# Stops the demo server and waits until it is gone; says so when none runs.
server_stop() {
  local pid tries
  if pid=$(server_pid); then
    kill "$pid"
    for ((tries = 0; tries < 100; tries++)); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    if kill -0 "$pid" 2>/dev/null; then
      warn "    the demo server ignored SIGTERM for 10 s: killed"
      kill -KILL "$pid"
    fi
    say "    stopped the demo server (process $pid)"
  else
    say "    no demo server is running"
  fi
  rm -f "$DEMO_PID_FILE"
}

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Sets DEMO_ADDRESS to a loopback address nobody listens on.
choose_address() {
  local port
  for ((port = DEFAULT_PORT; port < DEFAULT_PORT + 100; port++)); do
    if port_is_free "$port"; then
      [ "$port" -eq "$DEFAULT_PORT" ] || say "    port $DEFAULT_PORT is taken: using $port"
      DEMO_ADDRESS=127.0.0.1:$port
      return
    fi
  done
  die "no free port between $DEFAULT_PORT and $((DEFAULT_PORT + 99))"
}

# Waits until the server answers; stops with its log when it ends or takes too long.
server_wait() {
  local pid=$1 deadline=$((SECONDS + 120))
  until madad metrics >/dev/null 2>&1; do
    if ! kill -0 "$pid" 2>/dev/null || [ $SECONDS -ge $deadline ]; then
      tail -n 20 "$DEMO_LOG" | sed 's/^/    /' >&2
      server_stop
      die "the demo server did not come up; the end of $DEMO_LOG is above"
    fi
    sleep 0.2
  done
}

# Starts the demo server; none may be running.
server_start() {
  choose_address
  setsid "$DEMO_BUILD/bin/madad-server" --config "$MADAD_ROOT/deploy/demo/catalog.yaml" \
    --plugins "$DEMO_BUILD/plugins" --state-dir "$DEMO_FOLDER/state" --listen "$DEMO_ADDRESS" >"$DEMO_LOG" 2>&1 </dev/null &
  echo $! >"$DEMO_PID_FILE"
  server_wait "$!"
  say "    listening on $DEMO_ADDRESS, process $(cat "$DEMO_PID_FILE")"
}
