#!/usr/bin/env bash
# Installs what Madad needs to be built: packages of Debian 12 (as root or with
# sudo) and DuckDB's C library. With --tests also what sanitizers need and the
# database servers that its tests start. Does nothing where all is present.
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=deploy/duckdb.sh
. "$MADAD_ROOT/deploy/duckdb.sh"

# Debian's package, and how to see on any distribution that it is there: a
# command, a header, or a file. clang compiles the project in half the time that
# GCC takes, whose code is a little faster.
readonly PACKAGES='
build-essential          command c++
clang                    command clang++
lld                      command ld.lld
cmake                    command cmake
ninja-build              command ninja
ccache                   command ccache
git                      command git
ca-certificates          file    /etc/ssl/certs
binutils                 command nm
tzdata                   file    /usr/share/zoneinfo
protobuf-compiler        command protoc
protobuf-compiler-grpc   command grpc_cpp_plugin
libprotobuf-dev          header  google/protobuf/message.h
libgrpc++-dev            header  grpcpp/grpcpp.h
libabsl-dev              header  absl/base/config.h
libboost-dev             header  boost/dll.hpp
libssl-dev               header  openssl/evp.h
libpq-dev                header  postgresql/libpq-fe.h
libsqlite3-dev           header  sqlite3.h
libmariadb-dev           header  mariadb/mysql.h
pkg-config               command pkg-config
libcurl4-openssl-dev     header  curl/curl.h
libyaml-cpp-dev          header  yaml-cpp/yaml.h
nlohmann-json3-dev       header  nlohmann/json.hpp
libcli11-dev             header  CLI/CLI.hpp
libutf8proc-dev          header  utf8proc.h
zlib1g-dev               header  zlib.h
libzstd-dev              header  zstd.h
libxgboost-dev           header  xgboost/c_api.h
libgtest-dev             header  gtest/gtest.h
libgmock-dev             header  gmock/gmock.h
'

readonly SANITIZER_PACKAGES='
libclang-rt-14-dev       file    /usr/lib/clang
llvm                     command llvm-symbolizer
'

# Servers for tests. Where one is not to be had its tests are skipped.
readonly TEST_PACKAGES='
postgresql               file    /usr/lib/postgresql
mariadb-server           command mariadbd
clickhouse-server        command clickhouse-server
openssl                  command openssl
'

on_debian_12() { (. /etc/os-release 2>/dev/null && [ "$ID:${VERSION_ID:-}" = debian:12 ]); }

# package_is_there PACKAGE
package_is_there() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# thing_is_there KIND NAME
thing_is_there() {
  case $1 in
    command) command -v "$2" >/dev/null ;;
    header) [ -e "/usr/include/$2" ] || [ -e "/usr/local/include/$2" ] ;;
    file) [ -e "$2" ] ;;
  esac
}

# missing_packages LIST: prints the packages that are not there, one a line.
missing_packages() {
  local package kind name by_package=no
  if on_debian_12; then by_package=yes; fi
  while read -r package kind name; do
    if [ -z "$package" ]; then
      continue
    elif [ $by_package = yes ]; then
      package_is_there "$package" || say "$package"
    else
      thing_is_there "$kind" "$name" || say "$package"
    fi
  done <<<"$1"
}

# as_root COMMAND...
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# install_packages PACKAGE...
install_packages() {
  on_debian_12 || die "this is not Debian 12, so nothing is installed for you. Missing, by Debian's names:" \
    "$*" "install what your distribution calls them, then run this again"
  [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null ||
    die "these packages are missing, and there is neither root nor sudo to install them: $*" \
      "run as root: apt-get install --no-install-recommends $*"
  say "    installing $*"
  as_root apt-get update -qq </dev/null ||
    die "apt-get update failed (is this machine offline?)" "still missing: $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" \
    </dev/null || die "apt-get could not install: $*"
}

install_missing_packages() {
  local missing
  mapfile -t missing < <(missing_packages "$1")
  if [ ${#missing[@]} -eq 0 ]; then return; fi
  install_packages "${missing[@]}"
}

# Their tests are skipped where they are not to be had.
install_test_servers() {
  (install_missing_packages "$TEST_PACKAGES") ||
    warn "some of the servers are missing: tests that need them are skipped"
}

# DuckDB, where no other is to be used. npm is installed only for this.
install_duckdb() {
  duckdb_find
  if [ -z "${DuckDB_ROOT:-}" ]; then
    command -v npm >/dev/null || install_packages npm
    say "    fetching DuckDB $DUCKDB_VERSION with npm into .deps/duckdb"
    duckdb_fetch
    duckdb_find
  fi
  say "    DuckDB: $DuckDB_ROOT"
}

main() {
  step "packages" install_missing_packages "$PACKAGES"
  if [ "${1:-}" = --tests ]; then
    step "sanitizers" install_missing_packages "$SANITIZER_PACKAGES"
    step "servers for tests" install_test_servers
  fi
  step "DuckDB $DUCKDB_SERIES" install_duckdb
}

main "$@"
