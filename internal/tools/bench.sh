#!/usr/bin/env bash
# Prints the figures of the README. What it measures and how, and the variables
# BENCH, LANES and PEERS: see internal/tools/bench.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=internal/tools/cli.sh
source "$here/cli.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset TF_DATA_DIR TF_CLI_ARGS TF_LOG TF_WORKSPACE

(cd "$root" && go build -trimpath -ldflags "-s -w -X main.version=0.0.1" -o "$work/terraform-provider-aks" .)
TF_ACC_TERRAFORM_PATH=$(find_clis | first_line)
export TF_ACC_TERRAFORM_PATH
(cd "$root" && go run ./internal/tools/bench "$work")
