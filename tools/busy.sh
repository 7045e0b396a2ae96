#!/usr/bin/env bash
# Runs a command next to loops that do nothing, two for each core, so that it gets a third of the machine.
set -euo pipefail

loops=()
trap 'kill "${loops[@]}" 2>/dev/null' EXIT
for _ in $(seq $((2 * $(getconf _NPROCESSORS_ONLN)))); do
  (while :; do :; done) &
  loops+=($!)
done
"$@"
