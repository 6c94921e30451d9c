#!/usr/bin/env bash
# From a fresh Debian 12 to answers: what is needed, a build, demo data, a
# server on loopback, and a few real queries. Can be run again.
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=deploy/duckdb.sh
. "$MADAD_ROOT/deploy/duckdb.sh"
# shellcheck source=deploy/server.sh
. "$MADAD_ROOT/deploy/server.sh"

usage() {
  cat <<'USAGE'
usage: bash deploy/quickstart.sh [--exit | --stop]
  (nothing)  build, make the demo data, start the server, ask it, leave it running
  --exit     the same, and stop the server at the end
  --stop     stop the server that an earlier run has left
USAGE
}

build_programs() { build quickstart "$DEMO_BUILD"; }

make_data() { "$DEMO_BUILD/bin/madad-demo-data" "$DEMO_FOLDER"; }

# ask QUESTION ARGUMENT...: shows the command, then what it answers.
ask() {
  local question=$1 shown=madad argument
  shift
  [ "$DEMO_ADDRESS" = "127.0.0.1:$DEFAULT_PORT" ] || shown="madad --server $DEMO_ADDRESS"
  for argument in "$@"; do
    if [[ $argument =~ ^[A-Za-z0-9_.,:=-]+$ ]]; then
      shown+=" $argument"
    elif [[ $argument == *\'* ]]; then
      shown+=" \"$argument\""
    else
      shown+=" '$argument'"
    fi
  done
  printf '\n# %s\n$ %s\n' "$question" "$shown"
  madad "$@"
}

tour() {
  ask "What can be asked?" metrics --available
  ask "Where do leads come from, and which sources bring good ones?" \
    query lead_count lead_to_mql_rate mql_to_sql_rate sql_to_opportunity_rate \
    opportunity_to_customer_rate lead_to_customer_rate --by source --sort lead_count:desc
  ask "Is the win rate better than a year ago?" \
    query win_rate --grain month --during 2025 --compare year
  ask "Does a fast answer pay?" \
    query lead_count 'lead_to_customer_rate(window=90d)' --by response_bucket --total
  ask "Which source lost its touch in the last quarter?" \
    query lead_to_mql_rate --by source --grain quarter --during 2025 --format chart
  ask "Where are leads lost on their way?" funnel sales_funnel
  # Models run by themselves; here it is waited for.
  madad model run lead_bottleneck >/dev/null
  ask "Which stage holds them up?" rows lead_bottleneck --where "measure = 'dwell'" \
    --columns rank,stage,median,median_low,median_high,median_before,verdict
  ask "And how sure is that?" \
    rows lead_bottleneck --where "measure = 'dwell' AND rank = 1" --columns evidence
  madad model run lead_scores >/dev/null
  ask "Which leads should be called first, and why?" \
    rows lead_scores --where 'reasons IS NOT NULL AND lead.mql_at IS NULL' \
    --columns lead_id,probability,grade,expected_value,reasons --sort probability:desc --limit 5
  ask "What is the pipeline worth?" \
    query open_count open_value weighted_value --grain month --during 2025-Q4
  ask "Are we on target?" query lead_count win_rate --grain month --during 2025-Q2 --targets
  ask "How often is a deal won, by region, and how is that worked out?" \
    query win_rate --by region --interval --explain
}

say_how_to_go_on() {
  cat <<NEXT

The server is running on $DEMO_ADDRESS. To go on:
  export PATH="$DEMO_BUILD/bin:\$PATH"
  madad --server $DEMO_ADDRESS metrics      # what can be asked
  madad --server $DEMO_ADDRESS query win_rate --by source,segment
  madad --server $DEMO_ADDRESS funnel sales_funnel --by source --curve
  madad --server $DEMO_ADDRESS models       # what is worked out from the tables
  madad --server $DEMO_ADDRESS sources      # what was read, and what was not
  eval "\$(madad completion bash)"           # the TAB key knows metrics and dimensions
  less $MADAD_ROOT/deploy/demo/catalog.yaml      # how the data is described
To stop it: bash $MADAD_ROOT/deploy/quickstart.sh --stop
NEXT
}

main() {
  local mode=${1:-} started=$SECONDS
  case $mode in
    '' | --exit) ;;
    --stop) server_stop && return ;;
    -h | --help) usage && return ;;
    *) usage >&2 && exit 2 ;;
  esac
  bash "$MADAD_ROOT/deploy/deps.sh"
  duckdb_find
  step "build" build_programs
  mkdir -p "$DEMO_FOLDER"
  if [ "$mode" = --exit ]; then trap server_stop EXIT; fi
  step "stop an earlier demo server" server_stop
  step "demo data" make_data
  step "server" server_start
  tour
  say
  say "From nothing to answers in $((SECONDS - started)) s."
  [ "$mode" = --exit ] || say_how_to_go_on
}

main "$@" </dev/null
