#!/usr/bin/env bash
# Runs the Go tests with the CLI, in an environment that is the same on every machine, and fails if others are skipped
# than skips.txt lists. All arguments go to "go test"; GOTESTSUM_FORMAT chooses what is shown.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cli=$(tools/cli.sh)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# What the user has set for debugging must not change what a test sees. The tests themselves see to the rest.
# shellcheck disable=SC2086 # one word for each variable
unset ${!TF_@}

race=(-race)
if ! go build -race runtime/cgo >"$scratch/race" 2>&1; then
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

CHECKPOINT_DISABLE=1 "$cli" version >"$scratch/version"
cat "$scratch/version"
gotestsum=$(go -C tools tool -n gotestsum)
# Most tests wait for a CLI or for time to pass, more of them than there are cores. With more at once, a provider that
# they serve can miss the two seconds that the test library gives it to start.
"$gotestsum" --format "${GOTESTSUM_FORMAT:-pkgname-and-test-fails}" --hide-summary skipped --jsonfile "$scratch/events" -- \
  -timeout 40m -parallel 6 ${race[@]+"${race[@]}"} "$@"
tools/skips.sh "$(head -n 1 "$scratch/version")" "$scratch/events"
