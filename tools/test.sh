#!/usr/bin/env bash
# Runs the Go tests with the CLI and with OpenTofu's core, in an environment that is the same on every machine. Fails
# if other tests are skipped than skips.txt lists. All arguments go to "go test"; GOTESTSUM_FORMAT chooses what is shown,
# and RACE=off leaves out the race detector, which makes the tests take half as long.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cli=$(tools/cli.sh)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# What the user has set for debugging must not change what a test sees. The tests themselves see to the rest.
# shellcheck disable=SC2086 # one word for each variable
unset ${!TF_@}

race=(-race)
if [ "${RACE:-}" = off ]; then
  race=()
elif ! go build -race runtime/cgo >"$scratch/race" 2>&1; then
  cat "$scratch/race" >&2
  if [ -n "${CI:-}" ]; then
    echo "The race detector needs a C compiler, and CI does not do without it." >&2
    exit 1
  fi
  echo "==> No working C compiler: the race detector is left out." >&2
  race=()
  export CGO_ENABLED=0
fi

# The CLI lives for milliseconds: without garbage collection the tests take a third less time.
case $(uname -s) in
MINGW* | MSYS* | CYGWIN*) TF_ACC_TERRAFORM_PATH=$(cygpath -m "${cli%.exe}.exe") ;; # where no script can stand in for a program
*)
  TF_ACC_TERRAFORM_PATH=$scratch/cli
  printf '#!/bin/sh\nGOGC=off GOMEMLIMIT=1GiB exec '"'%s'"' "$@"\n' "$cli" >"$scratch/cli"
  chmod +x "$scratch/cli"
  ;;
esac
export TF_ACC_TERRAFORM_PATH
ITNIOTECH_TEST_CORE=$(go -C tools/opentofu tool -n core)
export ITNIOTECH_TEST_CORE
export GOGC="${GOGC:-400}" # the tests have memory enough

CHECKPOINT_DISABLE=1 "$cli" version >"$scratch/version"
cat "$scratch/version"
gotestsum=$(go -C tools tool -n gotestsum)
# More tests at a time than there are cores, because many wait for a CLI. Those on the core start no process and ask for more.
"$gotestsum" --format "${GOTESTSUM_FORMAT:-pkgname-and-test-fails}" --hide-summary skipped --jsonfile "$scratch/events" -- \
  -timeout 40m -parallel 6 ${race[@]+"${race[@]}"} "$@"
tools/skips.sh "$(head -n 1 "$scratch/version")" "$scratch/events"
