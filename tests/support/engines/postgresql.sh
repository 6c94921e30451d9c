#!/usr/bin/env bash
# A PostgreSQL server of a test's own, in a folder of its own.
#   postgresql.sh start FOLDER PORT   makes a cluster (once) and starts it on 127.0.0.1:PORT
#   postgresql.sh stop FOLDER         stops it in an orderly way
#   postgresql.sh kill FOLDER         kills it: connections break, nothing is said
# The superuser is `madad` with the password `secret`. Exit status 3: PostgreSQL
# is not installed.
set -euo pipefail

bin() {
  local found
  found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
  [ -n "$found" ] || { echo "PostgreSQL's server is not installed (Debian: postgresql)" >&2 && exit 3; }
  echo "$found"
}

# PostgreSQL refuses to run as root.
as_owner() {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"
  else
    "$@"
  fi
}

make_cluster() {
  local folder=$1
  mkdir -p "$folder"
  printf 'secret' >"$folder/password"
  if [ "$(id -u)" -eq 0 ]; then chown -R postgres:postgres "$folder"; fi
  as_owner "$(bin)/initdb" -D "$folder/data" -U madad --pwfile="$folder/password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$folder/initdb.log"
  # A test's data need not survive the machine.
  cat >>"$folder/data/postgresql.conf" <<CONF
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 50
unix_socket_directories = ''
listen_addresses = '127.0.0.1'
CONF
  [ -e "$folder/cert.pem" ] || return 0
  cat >>"$folder/data/postgresql.conf" <<CONF
ssl = on
ssl_cert_file = '$folder/cert.pem'
ssl_key_file = '$folder/key.pem'
CONF
}

start() {
  local folder=$1 port=$2
  if [ ! -e "$folder/data/PG_VERSION" ]; then make_cluster "$folder"; fi
  # As a job of its own: a test that ends must not wait for it.
  as_owner "$(bin)/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 -o "-p $port" start \
    >/dev/null </dev/null
}

case ${1:-} in
  start) start "$2" "$3" ;;
  stop) as_owner "$(bin)/pg_ctl" -D "$2/data" -m fast -w stop >/dev/null ;;
  kill) as_owner "$(bin)/pg_ctl" -D "$2/data" -m immediate -w stop >/dev/null ;;
  *) sed -n '2,7p' "$0" >&2 && exit 2 ;;
esac
