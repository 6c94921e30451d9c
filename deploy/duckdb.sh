# DuckDB's C library: which one to use, and how to get the pinned one; sourced.
# shellcheck shell=bash
#
# The order is that of FindDuckDB.cmake: DuckDB_ROOT, the system, .deps/duckdb.
# Library and header are of one version and come from two npm packages; their
# hashes are those that the registry publishes (npm view PACKAGE dist.integrity).

readonly DUCKDB_SERIES=1.4
readonly DUCKDB_VERSION=1.4.4
readonly DUCKDB_REVISION=r.3
readonly DUCKDB_FOLDER=$MADAD_ROOT/.deps/duckdb
readonly DUCKDB_HEADER_SHA512=hEJJ5hyVF0VLj3dmOLpsWrQR0b3d4Ykqtygm6iUXjHJDDnSqg/USKxcb5qvNrOhFYPgktayU6dXCtgPqcmmpog==
readonly DUCKDB_X64_SHA512=Z59zpUIcZilHBmcZpmwfFwi6/OAnKlVQCE9/NGgZCFSqYeb+3ij5HQy26hp10GIiv3HxUQGId8HVs92x2jvckQ==
readonly DUCKDB_ARM64_SHA512=qF2/WhB+i+8is60RrpTY/5ZnywIUayuBiVXSuQ4rrRn1m1gvfKqPvjySbiDjYgQo/6OXu/fax0KC1gXnNWoLEA==

# Prints the version of the library in a folder with include/ and lib/, or
# nothing. Only the library knows: the header carries no version.
duckdb_version_in() {
  local root=$1 scratch version=
  scratch=$(mktemp -d)
  printf '%s\n' '#include <stdio.h>' '#include <duckdb.h>' \
    'int main(void) { return puts(duckdb_library_version()) < 0; }' >"$scratch/probe.c"
  if cc -I"$root/include" "$scratch/probe.c" -o "$scratch/probe" -L"$root/lib" -lduckdb \
    -Wl,-rpath,"$root/lib" 2>"$scratch/log"; then
    version=$("$scratch/probe" 2>/dev/null || true)
  fi
  rm -rf "$scratch"
  printf '%s' "${version#v}"
}

# Prints the prefix of an installed DuckDB of the right series, or nothing.
duckdb_in_system() {
  local root version
  for root in /usr/local /usr; do
    [ -f "$root/include/duckdb.h" ] || continue
    version=$(duckdb_version_in "$root")
    case $version in
      "$DUCKDB_SERIES".*) printf '%s' "$root" && return ;;
      *) warn "    not using the DuckDB in $root: version '${version:-unknown}', needed is $DUCKDB_SERIES.x" ;;
    esac
  done
}

# Stops unless DuckDB_ROOT, which somebody has set, can be used.
duckdb_require_root() {
  local version
  if [ ! -f "$DuckDB_ROOT/include/duckdb.h" ] || [ ! -f "$DuckDB_ROOT/lib/libduckdb.so" ]; then
    die "DuckDB_ROOT is '$DuckDB_ROOT', which lacks include/duckdb.h or lib/libduckdb.so" \
      "correct it, or unset it to have the pinned $DUCKDB_VERSION fetched"
  fi
  DuckDB_ROOT=$(cd "$DuckDB_ROOT" && pwd -P)
  version=$(duckdb_version_in "$DuckDB_ROOT")
  case $version in
    "$DUCKDB_SERIES".*) ;;
    *) die "the DuckDB in DuckDB_ROOT ($DuckDB_ROOT) is version '${version:-unknown}'" \
      "needed is $DUCKDB_SERIES.x; correct it, or unset it to have the pinned $DUCKDB_VERSION fetched" ;;
  esac
}

# Prints the name by which npm's packages call this machine.
duckdb_machine() {
  case $(uname -m) in
    x86_64) echo x64 ;;
    aarch64) echo arm64 ;;
    *) die "no DuckDB library is published for '$(uname -m)' (there is one for x86_64 and aarch64)" \
      "build DuckDB $DUCKDB_VERSION yourself and set DuckDB_ROOT to a folder with include/ and lib/" ;;
  esac
}

# Prints what the stamp must say for the files that are there.
duckdb_stamp() {
  printf 'duckdb %s-%s\n' "$DUCKDB_VERSION" "$DUCKDB_REVISION"
  (cd "$DUCKDB_FOLDER" && sha512sum include/duckdb.h lib/libduckdb.so)
}

duckdb_is_fetched() {
  [ -f "$DUCKDB_FOLDER/stamp" ] && [ -f "$DUCKDB_FOLDER/include/duckdb.h" ] &&
    [ -f "$DUCKDB_FOLDER/lib/libduckdb.so" ] &&
    [ "$(duckdb_stamp)" = "$(cat "$DUCKDB_FOLDER/stamp")" ]
}

# duckdb_download PACKAGE BASE64_SHA512 FOLDER: unpacks the package into FOLDER
# once its hash is right. `npm pack` only downloads: no script of a package runs.
duckdb_download() {
  local package=$1 expected actual archive folder=$3
  mkdir -p "$folder"
  if ! archive=$(cd "$folder" && npm pack --loglevel=error --ignore-scripts "$package" </dev/null 2>npm.log); then
    sed 's/^/    /' "$folder/npm.log" >&2
    die "npm could not download $package (is this machine offline, or behind a proxy?)" \
      "try again, or set DuckDB_ROOT to a folder with include/duckdb.h and lib/libduckdb.so of $DUCKDB_SERIES.x"
  fi
  expected=$(printf '%s' "$2" | base64 -d | od -An -v -tx1 | tr -d ' \n')
  actual=$(sha512sum "$folder/$archive" | cut -d ' ' -f 1)
  [ "$actual" = "$expected" ] || die "$package is not the file that was pinned; nothing of it is kept" \
    "SHA-512 is       $actual" "SHA-512 expected $expected"
  tar -xzmf "$folder/$archive" -C "$folder" --no-same-owner
}

# Fetches library and header into .deps/duckdb. Everything is downloaded and
# checked aside, then moved file by file, so a build that runs meanwhile always
# finds whole files; the stamp comes last.
duckdb_fetch() {
  local machine hash aside=$MADAD_ROOT/.deps/duckdb.new.$$
  machine=$(duckdb_machine)
  if [ "$machine" = x64 ]; then hash=$DUCKDB_X64_SHA512; else hash=$DUCKDB_ARM64_SHA512; fi
  # shellcheck disable=SC2064  # the folder's name as it is now
  trap "rm -rf '$aside'" EXIT
  duckdb_download "@duckdb/node-bindings-linux-$machine@$DUCKDB_VERSION-$DUCKDB_REVISION" "$hash" \
    "$aside/library"
  duckdb_download "duckdb@$DUCKDB_VERSION" "$DUCKDB_HEADER_SHA512" "$aside/header"
  mkdir -p "$DUCKDB_FOLDER/include" "$DUCKDB_FOLDER/lib"
  rm -f "$DUCKDB_FOLDER/stamp"
  mv -f "$aside/header/package/src/duckdb/src/include/duckdb.h" "$DUCKDB_FOLDER/include/duckdb.h"
  mv -f "$aside/library/package/libduckdb.so" "$DUCKDB_FOLDER/lib/libduckdb.so"
  mv -f "$aside/library/package/LICENSE" "$DUCKDB_FOLDER/LICENSE"
  duckdb_stamp >"$aside/stamp"
  mv "$aside/stamp" "$DUCKDB_FOLDER/stamp"
  rm -rf "$aside"
  trap - EXIT
}

# Sets and exports DuckDB_ROOT to the DuckDB that builds are to use, where one
# is at hand; leaves it unset where the pinned one has to be fetched.
duckdb_find() {
  local root
  if [ -n "${DuckDB_ROOT:-}" ]; then
    duckdb_require_root
  else
    root=$(duckdb_in_system)
    if [ -z "$root" ] && duckdb_is_fetched; then root=$DUCKDB_FOLDER; fi
    if [ -n "$root" ]; then DuckDB_ROOT=$root; fi
  fi
  if [ -n "${DuckDB_ROOT:-}" ]; then export DuckDB_ROOT; fi
}
