#!/usr/bin/env bash
# As postgresql.sh, with TLS and a certificate of its own for 127.0.0.1.
exec bash "$(dirname "${BASH_SOURCE[0]}")/tls.sh" postgresql "$@"
