#!/usr/bin/env bash
# Breaks the code in each way of tools/mutations/, in a copy of the tree, and fails unless the tests notice: those that a
# patch names after "Red:" have to be green without it and red with it. Arguments choose patches by a part of their name.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
copy=$scratch/copy
mkdir "$copy"
git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
  if [ -e "$file" ]; then printf '%s\0' "$file"; fi # what is deleted but not yet committed is still listed
done | tar --null -T - -cf - | tar -xf - -C "$copy"
cd "$copy"
export GIT_CEILING_DIRECTORIES=$scratch # "git apply" must not take another repository for this one

# run runs a test command and fails if it does, or if it has no test to run. What it prints is kept.
run() {
  bash -c "$1" >"$scratch/output" 2>&1 && ! grep -q -e 'no tests to run' -e 'DONE 0 tests' "$scratch/output"
}

# mutate applies a patch and prints what came of it.
mutate() {
  local commands
  : >"$scratch/output"
  [ -f "$1" ] || { echo "is not there" && return 1; }
  commands=$(sed -n 's/^Red: //p' "$1")
  [ -n "$commands" ] || { echo "names no tests" && return 1; }
  while IFS= read -r command; do
    run "$command </dev/null" || { echo "not green without it: $command" && return 1; }
  done <<<"$commands"
  git apply "$1" 2>"$scratch/output" || { echo "does not apply any more" && return 1; }
  while IFS= read -r command; do
    # What does not compile fails as a package, without the name of a test.
    if run "$command </dev/null" || ! grep -qE -e '--- FAIL: Test|=== FAIL: [^ ]+ Test' "$scratch/output"; then
      echo "not red with it: $command" && return 1
    fi
  done <<<"$commands"
  echo "red"
}

failed=0
for patch in tools/mutations/*"${1:-}"*.patch; do
  name=$(basename "$patch" .patch)
  result=$(mutate "$PWD/$patch") || failed=1
  printf '%-20s %s\n' "$name" "$result"
  [ "$result" = red ] || cat "$scratch/output" >&2
  git apply -R "$PWD/$patch" 2>/dev/null || true
done
exit "$failed"
