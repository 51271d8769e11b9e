#!/usr/bin/env bash
# Writes docs/ and examples/simulator/: the JSON schemas of the simulator's files and the
# tables of the guides from the code, then every page from the schema that the
# provider itself tells. With --check a difference is an error.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

generate() {
  local name
  for name in world faults; do
    go run . simulate -schema "$name" >"examples/simulator/$name.schema.json"
  done
  go run ./internal/tools/guides templates/guides
  go run ./internal/tools/schemadump >"$work/schema.json"
  go tool -modfile=internal/tools/gotools/go.mod tfplugindocs generate --provider-name aks \
    --rendered-provider-name "AKS workload lanes" --providers-schema "$work/schema.json" >"$work/log.txt" 2>&1 || { cat "$work/log.txt"; exit 1; }
}

if [ "${1:-}" = --check ]; then
  cp -R templates "$work/templates.before"
  cp -R docs "$work/docs.before"
  cp -R examples/simulator "$work/schemas.before"
  generate
  if ! diff -r "$work/templates.before" templates || ! diff -r "$work/docs.before" docs || ! diff -r "$work/schemas.before" examples/simulator; then
    echo "The generated documentation differs from the code: run make docs and commit." >&2
    exit 1
  fi
else
  generate
fi
