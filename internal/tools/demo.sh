#!/usr/bin/env bash
# Shows the provider's main job: the scenario storefront on the embedded
# simulator, in a temporary copy with a CLI configuration of its own. Each step
# prints what to look at, and the part of the plan that shows it; DEMO=full prints
# all that the CLI writes.
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
fail() { printf '\nThe demo failed: %s\n' "$1" >&2; exit 1; }

# runs ARGS…: the CLI, into $work/out.txt; its exit code is returned.
runs() {
  local code=0
  "$cli" "$@" >"$work/raw.txt" 2>&1 || code=$?
  if [ "${DEMO:-}" = full ]; then cat "$work/raw.txt"; fi
  sed 's/\x1b\[[0-9;]*m//g' "$work/raw.txt" >"$work/out.txt"
  return "$code"
}

# expect CODE TEXT ARGS…: a plan that ends with a code (0 no change, 1 error, 2
# changes) and says a text. Diagnostics are wrapped at the width of the terminal.
expect() {
  local want=$1 text=$2 code=0
  shift 2
  runs plan "${color[@]}" -input=false -detailed-exitcode "$@" || code=$?
  [ "$code" = "$want" ] || { cat "$work/out.txt"; fail "the plan ended with $code, want $want"; }
  tr -s ' \n│' '   ' <"$work/out.txt" | grep -- "$text" >/dev/null || { cat "$work/out.txt"; fail "the plan does not say: $text"; }
}

# shows FROM TO [LINES]: the part of the output from one text to another, LINES at
# most (12).
shows() {
  [ "${DEMO:-}" = full ] && return 0
  awk -v from="$1" -v to="$2" -v most="${3:-12}" '
    !on && index($0, from) { on = 1 }
    on { print substr($0, 1, 116); if (++n >= most || n > 1 && index($0, to)) exit }' "$work/out.txt"
}

runs init "${color[@]}" -input=false || { cat "$work/out.txt"; fail "init"; }

look "1. The plan of a lane" "pool, all settings that the purpose expands to, before anything is created"
expect 2 "1 to import, 2 to add, 1 to change" -out=first.tfplan
shows '# aks_workload_lane.apis will' 'created' 1
awk '/aks_workload_lane.apis will/ { on = 1 } on && /[+] pool  / { pool = 1 } pool { print substr($0, 1, 116) } pool && /vm_size/ { exit }' "$work/out.txt" >"$work/part.txt"
[ "${DEMO:-}" = full ] || cat "$work/part.txt"

look "2. Adoption" "the cluster's own node pool is imported, and takes the preset's taint in place"
shows '# aks_workload_lane.system will be updated' '(imported' 2
shows '~ taints' ']' 3
shows 'Plan: ' 'Plan: ' 1

look "3. The apply" "two node pools are created, one is adopted"
runs apply "${color[@]}" -input=false first.tfplan || { cat "$work/out.txt"; fail "the apply"; }
shows 'Apply complete' 'Apply complete' 1

look "4. The lanes" "purpose, size, range, zones and taints, from the lanes' own attributes"
runs output "${color[@]}" -raw lanes || fail "the table"
[ "${DEMO:-}" = full ] || cut -c 1-116 "$work/out.txt"

look "5. What the nodes use" "two weeks of metrics, with advice and its saving at list prices"
runs output "${color[@]}" -raw usage || fail "the usage"
[ "${DEMO:-}" = full ] || cut -c 1-150 "$work/out.txt"
runs output "${color[@]}" saving || fail "the saving"
[ "${DEMO:-}" = full ] || cat "$work/out.txt"

mkdir -p "$root/bin"
# The page is about a live cluster: the simulator's state is served to it.
eval "$("$work/terraform-provider-aks" simulate -listen 127.0.0.1:0 -speed 0 -world world.json -state .terraform/aks-simulator.json -certs "$work/certs" &)"
"$work/terraform-provider-aks" report -cluster-id "$("$cli" console <<<var.cluster_id 2>/dev/null | tr -d '"')" -out "$root/bin/report.html" \
  >"$work/out.txt" 2>&1 || { cat "$work/out.txt"; kill "$AKS_SIMULATOR_PID"; fail "the report"; }
kill "$AKS_SIMULATOR_PID"
for name in $(compgen -e | grep -E '^(ARM_|AKS_)'); do unset "$name"; done
echo "A page with usage, findings and cost, for the browser: bin/report.html"

look "6. A second plan" "No changes: AKS's own defaults are not shown as changes"
expect 0 "No changes"
shows 'No changes' 'No changes' 1

look "7. An edit: a label" "impact: metadata, no effect on running pods"
expect 2 '"metadata"' -var 'apis_labels={team="checkout"}'
shows '~ class' 'why ' 9

look "8. An edit: another VM size" "the disruption gate stops the plan at the attribute, and shows what to write"
expect 1 "Lane would be rotated" -var apis_vm_size=Standard_D16ds_v5
shows 'Error: Lane would be rotated' 'the node pool is created' 8

look "9. A new name" "the gate again: a rename deletes the node pool"
expect 1 "Lane would be replaced" -var apis_name=shop
shows 'Error: Lane would be replaced' 'pending.' 10

look "10. Destroy" "the lanes are deleted; nodepool1 is released and stays in the cluster"
runs destroy "${color[@]}" -input=false -auto-approve || { cat "$work/out.txt"; fail "destroy"; }
shows 'Destroy complete' 'Destroy complete' 1
