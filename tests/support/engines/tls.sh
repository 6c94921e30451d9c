#!/usr/bin/env bash
# A server with TLS and a certificate of its own for 127.0.0.1.
#   tls.sh ENGINE COMMAND FOLDER ...   otherwise as ENGINE.sh
set -euo pipefail
readonly engine=$1 command=${2:-} folder=${3:-}

if [ "$command" = start ] && [ ! -e "$folder/cert.pem" ]; then
  mkdir -p "$folder"
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 \
    -addext 'subjectAltName=IP:127.0.0.1' -keyout "$folder/key.pem" -out "$folder/cert.pem" 2>/dev/null
  chmod 600 "$folder/key.pem"
fi
exec bash "$(dirname "${BASH_SOURCE[0]}")/$engine.sh" "${@:2}"
