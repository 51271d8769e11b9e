#!/usr/bin/env bash
# Runs every test; those that drive a CLI once per CLI that is found.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=internal/tools/cli.sh
source "$here/cli.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: >"$work/empty.tfrc"
export TF_ACC=1 TF_ACC_PROVIDER_NAMESPACE=workload-lanes TF_CLI_CONFIG_FILE="$work/empty.tfrc" CHECKPOINT_DISABLE=1
export GOGC=400 # a third of the tests' time is the collector's, and memory is not short
unset TF_DATA_DIR TF_CLI_ARGS TF_LOG TF_WORKSPACE

# report repeats at the end what failed, since a long output hides it.
report() {
  echo "== what failed with $1"
  grep -E -A 6 '^ *--- FAIL|^panic: |^FAIL.*(failed\]|[0-9]s)$' "$work/output.txt" | grep -vE '^goroutine|^--$' | cut -c 1-160 | sed -n 1,60p || true
  exit 1
}

mapfile -t clis < <(find_clis)
tests=(./...)
for cli in "${clis[@]}"; do
  name=$("$cli" version | first_line)
  echo "== tests with $name"
  # Each resolves a source without a host at its own registry.
  case "$name" in OpenTofu*) host=registry.opentofu.org ;; *) host=registry.terraform.io ;; esac
  (cd "$root" && TF_ACC_TERRAFORM_PATH="$cli" TF_ACC_PROVIDER_HOST="$host" go test -timeout 15m "${tests[@]}" 2>&1) | tee "$work/output.txt" || report "$name"
  # What drives no CLI has been tested with the first one.
  tests=(-skip '^(TestChaos|TestProperty|TestTheSDK|TestRotation|TestUnknownThenKnown$|TestReplaced$|TestRenamedBlock|TestAgainAfter|TestSavedPlanIsJudged|TestMovedAndNotRead)' ./internal/acceptance/...)
done
