#!/usr/bin/env bash
# Prints the absolute path of the CLI that tests, demo and formatting use: $CLI if it is set, else terraform or tofu from
# the PATH, else an OpenTofu that is built from source with nothing but Go.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

say() { printf '%s\n' "$*" >&2; }

# absolute prints where a command is, and fails if there is none that runs. Version managers put a "terraform" on the
# PATH that only fails until a version has been chosen.
absolute() {
  local path
  path=$(command -v -- "$1") || return 1
  path=$(cd "$(dirname "$path")" && pwd)/$(basename "$path")
  CHECKPOINT_DISABLE=1 "$path" version >/dev/null 2>&1 || return 1
  printf '%s\n' "$path"
}

if [ -n "${CLI:-}" ]; then
  cd .. # a relative CLI is relative to the repository
  absolute "$CLI" && exit
  say "CLI=$CLI cannot be run."
  exit 1
fi

for name in terraform tofu; do
  absolute "$name" && exit
done

say "Neither terraform nor tofu is on the PATH: using OpenTofu, built from source."
say "The first build takes 4 minutes on two idle cores, and prints nothing. If it is interrupted, the next one goes on where it was."
# The executable stays in Go's build cache. It calls itself a "-dev" version, which nothing here minds.
exec go -C opentofu tool -n tofu
