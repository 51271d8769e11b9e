#!/usr/bin/env bash
# Writes docs/ and the JSON schemas in examples/simulator/ from the code. The
# pages are made in a temporary copy of templates/ and examples/: the tables of
# the guides are filled in there, so that only docs/ carries them. With --check
# nothing is written, and a difference is an error.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
site="$work/site"

mkdir "$site"
cp -R templates examples "$site"
for name in world faults events; do
  go run . simulate -schema "$name" >"$site/examples/simulator/$name.schema.json"
done
go run ./internal/tools/guides "$site/templates" "$site/templates/guides"
go run ./internal/tools/schemadump >"$work/schema.json"
go tool -modfile=internal/tools/gotools/go.mod tfplugindocs generate --provider-dir "$site" --provider-name aks \
  --rendered-provider-name "AKS workload lanes" --providers-schema "$work/schema.json" >"$work/log.txt" 2>&1 || { cat "$work/log.txt"; exit 1; }
go run ./internal/tools/guides -fold "$site/docs/resources/workload_lane.md" pool

if [ "${1:-}" = --check ]; then
  # Both are compared, so that one run shows every difference.
  code=0
  go run ./internal/tools/guides -words . || code=1
  diff -r docs "$site/docs" || code=1
  diff -r examples/simulator "$site/examples/simulator" || code=1
  if [ "$code" != 0 ]; then
    echo "The generated documentation differs from the code (run make docs and commit), or its words are on the list of internal/tools/guides/words.go." >&2
  fi
  exit "$code"
fi
rm -rf docs
cp -R "$site/docs" docs
cp "$site"/examples/simulator/*.schema.json examples/simulator/
