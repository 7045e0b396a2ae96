#!/usr/bin/env bash
# Feeds each Fuzz function with made-up input for as long as FUZZTIME says, one after the other. Those of all packages
# that have a *fuzz_test.go are found by themselves; arguments choose packages. What is found stays in testdata/fuzz/ of
# the package, where every later run of the tests tries it again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

packages=("$@")
if [ ${#packages[@]} = 0 ]; then
  while IFS= read -r dir; do packages+=("./$dir"); done < <(find internal -name '*fuzz_test.go' -exec dirname {} + | sort -u)
fi
[ ${#packages[@]} != 0 ] || { echo "No package has a fuzz_test.go." >&2 && exit 1; }

failed=0
for package in "${packages[@]}"; do
  listed=$(go test -list '^Fuzz' "$package")
  functions=$(grep '^Fuzz' <<<"$listed") || { echo "$package has no Fuzz function." >&2 && exit 1; }
  for function in $functions; do
    echo "==> $package $function"
    go test -run '^$' -fuzz "^$function\$" -fuzztime "${FUZZTIME:-10s}" "$package" || failed=1
  done
done
exit "$failed"
