#!/usr/bin/env bash
# Fails unless the tests that were skipped are those that skips.txt lists for this CLI. Arguments: what "version" of the
# CLI prints first, and a file with what "go test -json" told.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

awk -v version="$1" '
  # older tells whether the CLI at hand is older than a version with two numbers.
  function older(than,    wanted) {
    if (than == "-") return 1
    split(than, wanted, ".")
    return major < wanted[1] || major == wanted[1] && minor < wanted[2]
  }
  # field is a text of a line of JSON.
  function field(name) {
    return match($0, "\"" name "\":\"[^\"]*\"") ? substr($0, RSTART + length(name) + 4, RLENGTH - length(name) - 5) : ""
  }
  BEGIN {
    if (!match(version, /v[0-9]+\.[0-9]+/)) { print version " is no version."; failed = 1; exit }
    split(substr(version, RSTART + 1, RLENGTH - 1), numbers, ".")
    major = numbers[1] + 0; minor = numbers[2] + 0
    column = version ~ /^OpenTofu/ ? 3 : 2
  }
  FNR == NR { if ($0 !~ /^#/ && NF) expected[$1] = older($column); next }
  { test = field("Test"); action = field("Action") }
  test == "" { next }
  action == "skip" && !expected[test] { print "Skipped by " version ", but not listed in tools/skips.txt: " test; failed = 1 }
  action == "pass" && expected[test] { print "Not skipped by " version ", but listed in tools/skips.txt: " test; failed = 1 }
  END { exit failed }
' skips.txt "$2" >&2
