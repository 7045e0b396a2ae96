#!/usr/bin/env bash
# Generates docs/ from the provider's schema, templates/ and examples/, with neither a CLI nor a download.
# "docs.sh write" puts the result into docs/, "docs.sh check" fails if docs/ is not what would be written.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mode=${1:-}
case $mode in
write | check) ;;
*)
  printf 'usage: %s write|check\n' "$0" >&2
  exit 2
  ;;
esac

tfplugindocs=$(go -C tools tool -n tfplugindocs)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
schema=$scratch/schema.json
copy=$scratch/provider

# quietly shows what a command prints only if it fails.
quietly() {
  "$@" >"$scratch/log" 2>&1 && return
  cat "$scratch/log" >&2
  return 1
}

run_tfplugindocs() {
  quietly "$tfplugindocs" "$1" --provider-dir "$copy" --provider-name itniotech --providers-schema "$schema" "${@:2}"
}

# A copy, so that a failure leaves docs/ as it was, and so that a check needs no clean work tree.
mkdir "$copy"
for dir in docs examples templates; do
  if [ -d "$dir" ]; then cp -R "$dir" "$copy"; fi
done
go run ./internal/cmd/schema >"$schema"
run_tfplugindocs generate --rendered-provider-name "ITNIO Tech"
run_tfplugindocs validate

# This is what a template leaves whose object is not in the schema; the generator does not take it for an error.
if grep -rn '<no value>' "$copy/docs"; then
  echo "These pages have a template in templates/ but no object in the provider." >&2
  exit 1
fi

if [ "$mode" = write ]; then
  rm -rf docs
  cp -R "$copy/docs" docs
elif ! diff -r docs "$copy/docs"; then
  echo "docs/ is not up to date (< is what stands there, > what would be generated). Run: make docs" >&2
  exit 1
fi
