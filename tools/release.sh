#!/usr/bin/env bash
# Builds the last commit twice, as it would be released, in two places and with a throw-away key, and checks what came
# out. "release.sh fresh" compiles everything again for the second build, which takes twice as long.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

command -v gpg >/dev/null || { echo "gpg signs a release, and is not on the PATH." >&2 && exit 1; }
goreleaser=$(go -C tools/release tool -n goreleaser)
sbom=$(go -C tools/release tool -n cyclonedx-gomod)
PATH=$(dirname "$sbom"):$PATH
cli=$(tools/cli.sh)
if [ -n "$(git status --porcelain)" ]; then
  echo "==> What is not committed is left out." >&2
fi

commit=$(git rev-parse HEAD)
scratch=$(mktemp -d)
export GNUPGHOME=$scratch/gnupg
trap 'gpgconf --kill all; rm -rf "$scratch"' EXIT
mkdir -m 700 "$GNUPGHOME"
gpg --batch --quiet --passphrase '' --quick-generate-key 'release-check@example.com' rsa3072 sign never
gpg --batch --armor --export >"$scratch/key.asc"
GPG_FINGERPRINT=$(gpg --batch --quiet --no-auto-check-trustdb --with-colons --list-keys | sed -n 's/^fpr:*\([0-9A-F]*\):$/\1/p')
export GPG_FINGERPRINT

# build builds a clone of the last commit. A GOFLAGS of the user's must not be part of it, and an empty one is none.
build() {
  git clone --quiet --no-checkout . "$1"
  git -C "$1" checkout --quiet "$commit"
  (cd "$1" && GOFLAGS=-mod=readonly "$goreleaser" release --snapshot --skip publish) >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2 && return 1; }
}

echo "==> the first build"
build "$scratch/first"
echo "==> the second build"
if [ "${1:-}" = fresh ]; then
  export GOCACHE=$scratch/cache
fi
build "$scratch/another/place/second"
unset GOCACHE
go run ./internal/cmd/releasecheck -cli "$cli" -key "$scratch/key.asc" "$scratch/first/dist" "$scratch/another/place/second/dist"
