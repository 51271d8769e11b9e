#!/usr/bin/env bash
# Shows the provider's main job: the scenario storefront on the embedded
# simulator, in a temporary copy with a CLI configuration of its own.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=internal/tools/cli.sh
source "$here/cli.sh"

cli=$(find_clis | first_line)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "Building the provider …"
install_provider "$work" 0.0.1
cp -R "$root/examples/scenarios/storefront" "$work/storefront"
cd "$work/storefront"

export TF_CLI_CONFIG_FILE="$work/cli.tfrc" TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1
unset TF_DATA_DIR TF_CLI_ARGS TF_LOG TF_WORKSPACE
color=()
[ -t 1 ] || color=(-no-color)

if [ -t 1 ]; then bold=$'\e[1;36m' plain=$'\e[0m'; else bold='' plain=''; fi
look() { printf '\n%s━━ %s%s\n   Look at: %s\n\n' "$bold" "$1" "$plain" "$2"; }
fail() { printf '\nThe demo did not go as it should: %s\n' "$1" >&2; exit 1; }

# plans FILE NAME ARGS…: plans, shows the output, and returns the exit code of
# -detailed-exitcode: 0 no change, 1 error, 2 changes.
plans() {
  local code=0
  "$cli" plan "${color[@]}" -input=false -detailed-exitcode "$@" 2>&1 | tee "$work/plan.txt" || code=${PIPESTATUS[0]}
  return "$code"
}
expect() { # CODE TEXT ARGS…
  local want=$1 text=$2 code=0
  shift 2
  plans "$@" || code=$?
  [ "$code" = "$want" ] || fail "the plan ended with $code, want $want"
  # Diagnostics are wrapped at the width of the terminal.
  tr -s ' \n│' '   ' <"$work/plan.txt" | sed 's/\x1b\[[0-9;]*m//g' | grep -- "$text" >/dev/null || fail "the plan does not say: $text"
}

"$cli" init "${color[@]}" -input=false >"$work/init.txt" 2>&1 || { cat "$work/init.txt"; fail "init"; }

look "1. The plan" "each lane's pool: everything that its purpose expands to, before anything is done"
expect 2 "1 to import, 2 to add, 1 to change" -out=first.tfplan

look "1b. The apply" "two node pools are made, the cluster's own is adopted and tainted in place"
"$cli" apply "${color[@]}" -input=false first.tfplan | tee "$work/apply.txt"
grep -q "Apply complete" "$work/apply.txt" || fail "the apply"

look "2. The lanes as a table" "purpose, size, range, zones and taints, from the lanes' own attributes"
"$cli" output "${color[@]}" -raw lanes
echo

look "2b. What the nodes use" "the metrics of two weeks, and the advice with what it saves at list prices"
"$cli" output "${color[@]}" -raw usage
echo
"$cli" output "${color[@]}" saving

look "3. A second plan" "No changes: what AKS fills in by itself is no difference"
expect 0 "No changes"

look "4a. An edit: more capacity" "impact.class is none: only the autoscaler's range moves"
expect 2 'class = "none"' -var apis_max=12

look "4b. An edit: a label" "impact.class goes to metadata: no pod notices"
expect 2 '"metadata"' -var 'apis_labels={team="checkout"}'

look "4c. An edit: another VM size" "the plan stops at the disruption gate, at the attribute, and says why"
expect 1 "Lane would be rotated" -var apis_vm_size=Standard_D16ds_v5

look "5. Destroy" "the lanes go; nodepool1, which the cluster owns, is only released"
"$cli" destroy "${color[@]}" -input=false -auto-approve >"$work/destroy.txt" 2>&1 || { cat "$work/destroy.txt"; fail "destroy"; }
tail -n 3 "$work/destroy.txt"
