#!/usr/bin/env bash
# A MariaDB server of a test's own, in a folder of its own.
#   mysql.sh start FOLDER PORT   makes its data (once) and starts it on 127.0.0.1:PORT
#   mysql.sh stop FOLDER         stops it in an orderly way
#   mysql.sh kill FOLDER         kills it: connections break, nothing is said
# The user `madad` with the password `secret` may do everything; there is a
# database `test`. Exit status 3: MariaDB is not installed. With FOLDER/cert.pem and
# FOLDER/key.pem it offers TLS.
set -euo pipefail

for tool in mariadbd mariadb-install-db; do
  command -v "$tool" >/dev/null ||
    { echo "MariaDB's server is not installed (Debian: mariadb-server)" >&2 && exit 3; }
done

# mariadbd refuses to run as root.
as_owner() {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --reuid=mysql --regid=mysql --init-groups -- "$@"
  else
    "$@"
  fi
}

make_data() {
  local folder=$1
  mkdir -p "$folder"
  if [ "$(id -u)" -eq 0 ]; then chown -R mysql:mysql "$folder"; fi
  as_owner mariadb-install-db --no-defaults --datadir="$folder/data" --auth-root-authentication-method=normal \
    --skip-test-db --skip-name-resolve >"$folder/install.log" 2>&1
  cat >"$folder/first.sql" <<'SQL'
CREATE DATABASE IF NOT EXISTS test CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS madad@'127.0.0.1' IDENTIFIED BY 'secret';
GRANT ALL ON *.* TO madad@'127.0.0.1' WITH GRANT OPTION;
SQL
}

# wait_until SECONDS COMMAND...
wait_until() {
  local tries=$(($1 * 20))
  shift
  until "$@"; do
    if [ $((tries -= 1)) -le 0 ]; then return 1; fi
    sleep 0.05
  done
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
gone() { ! kill -0 "$1" 2>/dev/null; }
pid_of() { cat "$1/pid" 2>/dev/null; }

start() {
  local folder=$1 port=$2 tls=()
  if [ ! -d "$folder/data/mysql" ]; then make_data "$folder"; fi
  if [ -e "$folder/cert.pem" ]; then
    tls=(--ssl-cert="$folder/cert.pem" --ssl-key="$folder/key.pem")
  fi
  # A test's data need not survive the machine. In a session of its own: a test that ends must
  # not wait for it. With a folder of its own for temporary tables: a server that starts deletes
  # all that it finds there.
  as_owner mkdir -p "$folder/tmp"
  as_owner setsid mariadbd --no-defaults --datadir="$folder/data" --tmpdir="$folder/tmp" \
    --port="$port" --bind-address=127.0.0.1 --socket=socket --pid-file="$folder/pid" \
    --init-file="$folder/first.sql" --skip-name-resolve --innodb-flush-log-at-trx-commit=0 \
    --innodb-buffer-pool-size=32M --innodb-log-file-size=16M --innodb-doublewrite=0 \
    --max-connections=50 "${tls[@]}" >"$folder/log" 2>&1 </dev/null &
  wait_until 60 answers "$port" || { tail -5 "$folder/log" >&2 && exit 1; }
}

# end FOLDER SIGNAL
end() {
  local pid
  pid=$(pid_of "$1") || return 0
  kill "-$2" "$pid" 2>/dev/null || true
  wait_until 30 gone "$pid"
  rm -f "$1/pid"
}

case ${1:-} in
  start) start "$2" "$3" ;;
  stop) end "$2" TERM ;;
  kill) end "$2" KILL ;;
  *) sed -n '2,9p' "$0" >&2 && exit 2 ;;
esac
