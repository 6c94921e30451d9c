#!/usr/bin/env bash
# A ClickHouse server of a test's own, in a folder of its own.
#   clickhouse.sh start FOLDER PORT   starts it (its data stay); HTTP is on 127.0.0.1:PORT
#   clickhouse.sh stop FOLDER         stops it in an orderly way
#   clickhouse.sh kill FOLDER         kills it: connections break, nothing is said
#   clickhouse.sh cluster FOLDER OTHER_FOLDER...
#                                     the servers become the shards of its cluster `madad`
# The user `madad` with the password `secret` may do everything; `reader`, with
# the same password, may read the database `default` only. Exit status 3:
# ClickHouse is not installed.
set -euo pipefail

installed() {
  command -v clickhouse-server >/dev/null ||
    { echo "ClickHouse's server is not installed (Debian: clickhouse-server)" >&2 && exit 3; }
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null ||
    echo $((20000 + RANDOM % 20000))
}

# Each with its TCP port; a running server reads them within seconds.
cluster() {
  local folder=$1 server
  {
    echo '<yandex><shards><madad>'
    for server in "$@"; do
      echo "<shard><replica><host>127.0.0.1</host><port>$(cat "$server/tcp_port")</port>" \
        '<user>madad</user><password>secret</password></replica></shard>'
    done
    echo '</madad></shards></yandex>'
  } >"$folder/shards.tmp"
  mv "$folder/shards.tmp" "$folder/shards.xml"
}

# Where a certificate is beside it; the port is the macro https_port, the file the macro cert.
tls() {
  local folder=$1 port
  [ -e "$folder/cert.pem" ] || return 0
  port=$(free_port)
  cat <<XML
  <https_port>$port</https_port>
  <openSSL><server>
    <certificateFile>$folder/cert.pem</certificateFile>
    <privateKeyFile>$folder/key.pem</privateKeyFile>
    <verificationMode>none</verificationMode>
    <loadDefaultCAFile>false</loadDefaultCAFile>
  </server></openSSL>
  <macros><https_port>$port</https_port><cert>$folder/cert.pem</cert></macros>
XML
}

configure() {
  local folder=$1 port=$2
  mkdir -p "$folder"/{data,tmp,formats}
  [ -e "$folder/tcp_port" ] || free_port >"$folder/tcp_port"
  [ -e "$folder/shards.xml" ] || cluster "$folder"
  cat >"$folder/config.xml" <<XML
<?xml version="1.0"?>
<yandex>
  <logger>
    <level>warning</level>
    <log>$folder/server.log</log>
    <errorlog>$folder/errors.log</errorlog>
  </logger>
  <listen_host>127.0.0.1</listen_host>
  <http_port>$port</http_port>
  <tcp_port>$(cat "$folder/tcp_port")</tcp_port>
  <interserver_http_port>$(free_port)</interserver_http_port>
  <interserver_http_host>127.0.0.1</interserver_http_host>
  <path>$folder/data/</path>
  <tmp_path>$folder/tmp/</tmp_path>
  <user_files_path>$folder/formats/</user_files_path>
  <format_schema_path>$folder/formats/</format_schema_path>
  <include_from>$folder/shards.xml</include_from>
  <remote_servers incl="shards" />
  <users_config>$folder/users.xml</users_config>
  <default_profile>default</default_profile>
  <default_database>default</default_database>
  <mark_cache_size>67108864</mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <max_concurrent_queries>100</max_concurrent_queries>
  <keep_alive_timeout>3</keep_alive_timeout>
  <timezone>UTC</timezone>
$(tls "$folder")
</yandex>
XML
}

users() {
  local folder=$1
  cat >"$folder/users.xml" <<XML
<?xml version="1.0"?>
<yandex>
  <profiles>
    <default>
      <max_memory_usage>${MADAD_CLICKHOUSE_MEMORY:-2000000000}</max_memory_usage>
    </default>
    <reader>
      <max_memory_usage>${MADAD_CLICKHOUSE_MEMORY:-2000000000}</max_memory_usage>
      <readonly>2</readonly>
    </reader>
  </profiles>
  <users>
    <madad>
      <password>secret</password>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>default</profile>
      <quota>default</quota>
    </madad>
    <reader>
      <password>secret</password>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>reader</profile>
      <quota>default</quota>
      <allow_databases><database>default</database></allow_databases>
    </reader>
  </users>
  <quotas><default></default></quotas>
</yandex>
XML
}

ping() { exec 3<>"/dev/tcp/127.0.0.1/$1" && printf 'GET /ping HTTP/1.0\r\n\r\n' >&3 && grep -q 'Ok' <&3; }

start() {
  local folder=$1 port=$2 pid
  installed
  configure "$folder" "$port"
  users "$folder"
  # As a job of its own: a test that ends must not wait for it.
  setsid clickhouse-server --config-file="$folder/config.xml" >"$folder/out" 2>&1 </dev/null &
  pid=$!
  echo $pid >"$folder/pid"
  for _ in $(seq 600); do
    if (ping "$port") 2>/dev/null; then return; fi
    kill -0 $pid 2>/dev/null || break
    sleep 0.1
  done
  tail -n 5 -q "$folder/out" "$folder/errors.log" >&2 || true
  exit 1
}

# Ends the server by the id that its start wrote down.
end() {
  local signal=$1 folder=$2 pid
  [ -e "$folder/pid" ] || return 0
  pid=$(cat "$folder/pid")
  kill "-$signal" "$pid" 2>/dev/null || true
  for _ in $(seq 300); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL "$pid" 2>/dev/null || true
  rm -f "$folder/pid"
}

case ${1:-} in
  start) start "$2" "$3" ;;
  stop) end TERM "$2" ;;
  kill) end KILL "$2" ;;
  cluster) cluster "${@:2}" ;;
  *) sed -n '2,11p' "$0" >&2 && exit 2 ;;
esac
