#!/usr/bin/env bash
# As mysql.sh, with TLS and a certificate of its own for 127.0.0.1.
set -euo pipefail
readonly folder=${2:-}

if [ "${1:-}" = start ] && [ ! -e "$folder/cert.pem" ]; then
  mkdir -p "$folder"
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 \
    -addext 'subjectAltName=IP:127.0.0.1' -keyout "$folder/key.pem" -out "$folder/cert.pem" 2>/dev/null
fi
exec bash "$(dirname "${BASH_SOURCE[0]}")/mysql.sh" "$@"
