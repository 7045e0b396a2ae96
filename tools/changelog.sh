#!/usr/bin/env bash
# "changelog.sh 1.2.3" prints what CHANGELOG.md says of a version, and fails if it has no dated section for it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=${1:?usage: changelog.sh version}
notes=$(awk -v heading="## [$version] - " '
  /^## / { inside = index($0, heading) == 1 && $NF ~ /^[0-9]+-[0-9]+-[0-9]+$/; next }
  /^\[.*\]: / { inside = 0 }
  inside
' CHANGELOG.md)
if [ -z "$notes" ]; then
  echo "CHANGELOG.md says nothing below \"## [$version] - YYYY-MM-DD\"." >&2
  exit 1
fi
printf '%s\n' "$notes"
