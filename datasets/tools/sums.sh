#!/bin/sh
# Writes SHA256SUMS anew; to be run after a recording was added or made again.
set -eu
cd "$(dirname "$0")/.."
find . -mindepth 2 -type f ! -path './tools/*' | sed 's|^\./||' | LC_ALL=C sort \
    | xargs sha256sum > SHA256SUMS
