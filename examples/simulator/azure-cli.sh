#!/bin/sh
# Manages a node pool with the Azure CLI on the simulator, without an account: add,
# list, scale, upgrade, delete.
#
#   sh azure-cli.sh [terraform-provider-aks]
#
# If the provider's binary is not in PATH, pass it as the argument.
set -eu

provider=${1:-terraform-provider-aks}
work=$(mktemp -d)
variables=$("$provider" simulate -listen 127.0.0.1:0 -speed 0 &)
eval "$variables"
trap 'kill "$AKS_SIMULATOR_PID"; rm -rf "$work"' EXIT

# A separate configuration: your clouds and logins stay unchanged.
export AZURE_CONFIG_DIR="$work/azure" REQUESTS_CA_BUNDLE="$SSL_CERT_FILE"
export AZURE_CORE_ONLY_SHOW_ERRORS=true AZURE_CORE_COLLECT_TELEMETRY=false AZURE_CORE_OUTPUT=table

az cloud register --name simulator --endpoint-resource-manager "$ARM_SIMULATOR_URL"
az cloud set --name simulator
az login --service-principal --tenant "$ARM_TENANT_ID" --username "$ARM_CLIENT_ID" --password "$ARM_CLIENT_SECRET" --output none

run() {
  printf '\n$ az %s\n' "$*"
  az "$@"
}

pool() {
  command=$1
  shift
  run aks nodepool "$command" --resource-group rg-lanes --cluster-name aks-lanes "$@"
}

pool add --name batch --node-count 1 --node-vm-size Standard_D8ds_v5 --labels team=pricing --output none
pool list
pool scale --name batch --node-count 3 --output none
pool upgrade --name batch --node-image-only --output none
pool show --name batch --query '{name: name, nodes: count, image: nodeImageVersion, state: provisioningState}'
pool delete --name batch --output none
pool list
